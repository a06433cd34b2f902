import { StoredBudgets } from './core/budgets.ts';
import { StoredGallery } from './core/gallery.ts';
import type { Calendar } from './core/limits/calendar.ts';
import { StoredLinking } from './core/linking.ts';
import { cheapestPicture } from './core/model-catalog.ts';
import { ReportDelivery } from './core/moderation/report-delivery.ts';
import { StoredReports } from './core/moderation/reports.ts';
import { StoredPrivacy } from './core/privacy.ts';
import { StoredAuditLog } from './core/rules/audit-log.ts';
import { StoredBans } from './core/rules/bans.ts';
import { StoredHouseRules } from './core/rules/house-rules.ts';
import { NoticeDelivery } from './core/rules/notice-delivery.ts';
import { StoredSettings } from './core/settings.ts';
import { LedgerSpending } from './core/spending.ts';
import { LedgerUsageReports } from './core/usage-report.ts';
import type { CoreOptions } from './core-options.ts';
import { createAnnouncements } from './create-announcements.ts';
import type { Pipeline } from './create-pipeline.ts';

export interface ServicesOptions extends CoreOptions {
  readonly calendar: Calendar;
  readonly pipeline: Pick<Pipeline, 'breakOffPreparing' | 'wakeDelivery' | 'handPause'>;
}

/** Puts together what people and those who keep order look up and decide, beside asking for pictures. */
export function createServices(options: ServicesOptions) {
  const { adminIds = [], calendar, catalog, couriers, events, limits, log, now, pictures, storage } = options;
  const { breakOffPreparing, handPause, wakeDelivery } = options.pipeline;
  const standard = limits.budgets;
  const settings = new StoredSettings({ storage, now });
  const settingsChanged = (personId: string) => settings.forget(personId);
  const endedUnpaid = (generationId: string) => {
    breakOffPreparing(generationId);
    const nothing = { providerMs: undefined, costMicros: 0 };
    events.emit({ name: 'generation-failed', code: 'banned', generationId, ...nothing });
    wakeDelivery();
  };
  const reportDelivery = new ReportDelivery({ storage, pictures, couriers, adminIds, now, log });
  const noticeDelivery = new NoticeDelivery({ storage, couriers, log, onOver: options.onNoticeOver, now });
  const privacy = new StoredPrivacy({
    storage,
    pictures,
    calendar,
    standard,
    picturesKeptMs: options.retention?.maxAgeMs,
    events,
    settingsChanged,
    breakOffPreparing,
    wakeDelivery,
    log,
    now,
  });

  return {
    settings,
    privacy,
    gallery: new StoredGallery({ storage, pictures, now }),
    spending: new LedgerSpending({
      storage,
      standard,
      calendar,
      cheapestMicros: cheapestPicture(catalog),
      now,
    }),
    usageReports: new LedgerUsageReports({ storage, calendar, now }),
    budgets: new StoredBudgets({ storage, calendar, now }),
    rules: new StoredHouseRules({ storage, now, onBotChange: () => handPause.look() }),
    bans: new StoredBans({ storage, adminIds, endedUnpaid, now }),
    auditLog: new StoredAuditLog({ storage }),
    announcements: createAnnouncements({ storage, now }),
    reports: new StoredReports({
      storage,
      pictures,
      adminIds,
      endedUnpaid,
      wakeDelivery: () => reportDelivery.wake(),
      now,
    }),
    linking: new StoredLinking({ storage, calendar, standard, settingsChanged, log, now }),
    /** Erases, shows and announces what is still to be. */
    start(): void {
      privacy.start();
      reportDelivery.start();
      noticeDelivery.start();
    },
    async stop(): Promise<void> {
      await Promise.all([privacy.stop(), reportDelivery.stop(), noticeDelivery.stop()]);
    },
  };
}
