import { describe } from 'vitest';
import { describeAllotments } from './contract/allotments.ts';
import { describeFavourites } from './contract/favourites.ts';
import { describeGallery } from './contract/gallery.ts';
import { describeGenerations } from './contract/generations.ts';
import { describeLedger } from './contract/ledger.ts';
import { describeLine } from './contract/line.ts';
import { describeLinks } from './contract/links.ts';
import { describeMigrations } from './contract/migrations.ts';
import { describeMissedAnswers } from './contract/missed-answers.ts';
import { describeOwnPhotos } from './contract/own-photos.ts';
import { describePendingForms } from './contract/pending-forms.ts';
import { describePersonalRecords } from './contract/personal-records.ts';
import { describePictureRecords } from './contract/picture-records.ts';
import { describePictureRetention } from './contract/picture-retention.ts';
import { describePreparedStatements } from './contract/prepared-statements.ts';
import { describeProcesses } from './contract/processes.ts';
import { describeReports } from './contract/reports.ts';
import { describeRules } from './contract/rules.ts';
import { describeSearches } from './contract/searches.ts';
import { describeSeenAlbums } from './contract/seen-albums.ts';
import { describeSeenPictures } from './contract/seen-pictures.ts';
import { describeSettings } from './contract/settings.ts';
import type { StorageSubject } from './contract/storage-home.ts';
import { describeTransactions } from './contract/transactions.ts';
import { describeUnansweredRequests } from './contract/unanswered-requests.ts';
import { describeUsageRecords } from './contract/usage-records.ts';

/** What every storage promises, on whichever database. */
export function describeStorage(name: string, subject: StorageSubject): void {
  describe(`storage in ${name}`, () => {
    describeTransactions(subject);
    describePreparedStatements(subject);
    describeGenerations(subject);
    describeLine(subject);
    describeLedger(subject);
    describeAllotments(subject);
    describePictureRecords(subject);
    describePendingForms(subject);
    describePictureRetention(subject);
    describeFavourites(subject);
    describeSettings(subject);
    describeGallery(subject);
    describeOwnPhotos(subject);
    describeSearches(subject);
    describeSeenPictures(subject);
    describeSeenAlbums(subject);
    describeMissedAnswers(subject);
    describeUnansweredRequests(subject);
    describeLinks(subject);
    describeRules(subject);
    describePersonalRecords(subject);
    describeUsageRecords(subject);
    describeProcesses(subject);
    describeReports(subject);
    if (subject.isLasting) describeMigrations(subject);
  });
}
