/**
 * Everything Easel says, in English. `<b>`, `<i>`, `<code>`, `<q>` and `<link>` set a style and do not nest; `{{name}}`
 * is a value. Keys that end in `_one` and `_other` are the plural forms for the value `count`.
 */
export const english = {
  missed_one: '📭 {{count}} of your requests ended while I could not reach you: see /history.',
  missed_other: '📭 {{count}} of your requests ended while I could not reach you: see /history.',
  status: {
    queued: '⏳ In line.',
    ahead_one: '⏳ In line: <b>{{count}}</b> request is ahead of this one.',
    ahead_other: '⏳ In line: <b>{{count}}</b> requests are ahead of this one.',
    next: '⏳ Next in line.',
    paused:
      '⏳ The image service is out of order right now. This keeps its place in line and goes on by itself; waiting costs nothing.',
    preparing: '⏳ Getting your pictures ready…',
    paintingFromPictures_one:
      '🎨 Painting from your pictures with <b>{{model}}</b>. This takes 30 to 120 s, usually about {{seconds}} s.',
    paintingFromPictures_other:
      '🎨 Painting {{count}} pictures from yours with <b>{{model}}</b>. This takes 30 to 120 s, usually about {{seconds}} s.',
    painting_one: '🎨 Painting with <b>{{model}}</b>. This usually takes about {{seconds}} s.',
    painting_other:
      '🎨 Painting {{count}} pictures with <b>{{model}}</b>. This usually takes about {{seconds}} s.',
    paintingUnlisted: '🎨 Painting with <b>{{model}}</b>.',
    elapsed: '{{bar}} {{elapsed}} s so far',
    elapsedOfMost: '{{bar}} {{elapsed}} s so far; nearly always done within {{most}} s',
    overdue: '{{bar}} {{elapsed}} s so far, longer than usual. I keep waiting for it.',
    sending: '🖼 Painted! Sending it now…',
  },
  tool: {
    upscaling: '⬆ Making it larger with <b>{{model}}</b>…',
    cuttingOut: '✂ Cutting it out with <b>{{model}}</b>…',
    describing: '🔎 Looking at it with <b>{{model}}</b>…',
    enhancing: '✍️ Making more of your words with <b>{{model}}</b>…',
    sending: '✅ Done! Sending it now…',
    upscaled: 'enlarged to {{width}} × {{height}}',
    cutOut: 'background removed',
    madeFrom: 'Made from your words: <i>{{words}}</i>',
    cancelledPaid: '✋ Cancelled, but it was already done. It cost {{cost}}.',
    cancelledRunning: '✋ Cancelled. It had already begun, so it may still be charged.',
    altTextUpscaled: 'A picture that was made larger. {{prompt}}',
    altTextCutout: 'A picture without its background. {{prompt}}',
  },
  outcome: {
    pictures_one: '{{count}} picture',
    pictures_other: '{{count}} pictures',
    seed: 'seed <code>{{seed}}</code>',
    seeds: 'seeds <code>{{seeds}}</code>',
    generated: 'AI-generated',
    partial:
      '<b>{{made}} of {{asked}}</b>: the model refused or lost the rest. You paid only for what you see here.',
    cancelledUnpaid: '✋ Cancelled. Nothing was charged.',
    cancelledPaid: '✋ Cancelled, but the painting was already done. It cost {{cost}}.',
    cancelledRunning:
      '✋ Cancelled. The painting had already begun, so it may still be charged; you will not get its pictures here.',
    expired_one:
      '⌛ This waited for {{count}} minute without a free place, so I let it go. Nothing was charged. Please ask again when it is quieter.',
    expired_other:
      '⌛ This waited for {{count}} minutes without a free place, so I let it go. Nothing was charged. Please ask again when it is quieter.',
    altText: 'A picture painted from these words: {{prompt}}',
    altTextOfSeveral: 'Picture {{number}} of {{total}}, painted from these words: {{prompt}}',
    altTextSandbox: 'Sandbox test picture.',
  },
  dropped: {
    note: 'Left out of your /settings, because it does not fit here: {{names}}.',
    model: 'model',
    style: 'style',
    count: 'number of pictures',
    aspect: 'shape',
    format: 'kind of file',
  },
  draft: {
    coming_one:
      '✏️ First a quick draft by <b>{{draftModel}}</b> for about {{draftPrice}}, then the picture by <b>{{model}}</b> for about {{price}}.',
    coming_other:
      '✏️ First a quick draft by <b>{{draftModel}}</b> for about {{draftPrice}}, then {{count}} pictures by <b>{{model}}</b> for about {{price}}.',
    shown_one:
      '✏️ <b>This is only a draft</b>, by {{draftModel}} for {{draftPrice}}. The picture by {{model}} takes its place, for about {{price}}.',
    shown_other:
      '✏️ <b>This is only a draft</b>, by {{draftModel}} for {{draftPrice}}. {{count}} pictures by {{model}} take its place, for about {{price}}.',
    mayCancel: 'If you cancel before that begins, you pay for the draft alone.',
    none: '✏️ The draft did not work out, and you were not charged for it. What you asked for goes on.',
    noRoom: 'It comes without a draft: none fits here, or the budget has no room for one.',
    only: '✏️ <b>This is only a draft</b>, by {{draftModel}} for {{draftPrice}}.',
    paid: '✏️ The draft by {{draftModel}} cost {{draftPrice}}.',
    begun: '✏️ The draft by {{draftModel}} had begun, so it may still be charged: about {{draftPrice}}.',
    cancelled: '✋ Cancelled before the painting began. Only the draft is charged.',
    expired_one:
      '⌛ This waited for {{count}} minute without a free place, so I let it go. Only the draft is charged. Please ask again when it is quieter.',
    expired_other:
      '⌛ This waited for {{count}} minutes without a free place, so I let it go. Only the draft is charged. Please ask again when it is quieter.',
    uncharged: 'Only the draft is charged.',
    price: 'A draft before it costs about {{price}}.',
    altText: 'A quick draft of a picture, painted from these words: {{prompt}}',
  },
  failure: {
    contentRefused: '🚫 The model’s safety filter turned this one down.',
    requestRefused: '⚠️ The model did not accept this request.',
    referencesRefused_one: '⚠️ The model could not use the picture you gave it.',
    referencesRefused_other:
      '⚠️ The model could not use the {{count}} pictures you gave it, and did not say which one is the trouble.',
    picture: '⚠️ I cannot use picture {{number}}: {{problem}}.',
    onlyPicture: '⚠️ I cannot use the picture: {{problem}}.',
    modelUnavailable: '⚠️ This model is not available at the moment.',
    providerBusy: '⚠️ The image service is too busy to take this now.',
    providerUnreachable: '⚠️ I could not reach the image service.',
    providerTimeout: '⚠️ The image service took too long, so I stopped waiting.',
    providerFailed: '⚠️ The image service ran into a problem.',
    providerPaused: '⚠️ Painting is paused: the image service needs the attention of whoever runs this bot.',
    picturesUnusable: '⚠️ The image service sent something that is not a usable picture.',
    outcomeUnknown: '⚠️ The connection broke, and I could not find out whether your picture was made.',
    outcomeUnknownOfTool: '⚠️ The connection broke, and I could not find out whether it was done.',
    internal: '⚠️ Something went wrong on my side.',
    banned: '⛔ You may not ask for pictures here any more, so I stopped before this one was begun.',
    uncharged: 'You were not charged.',
    charged: 'It was charged to your budget.',
    chargedAmount: 'It was charged to your budget: {{cost}}.',
    adviceRetry: 'Please try again in a minute.',
    adviceLater: 'Please try again later.',
    adviceOtherWords: 'Try describing it in other words.',
    adviceOtherModel: 'Try another model: /models shows them.',
    adviceOtherPictures: 'Try other pictures, as PNG, JPEG or WebP.',
    adviceOperator: 'If this keeps happening, please tell whoever runs this bot.',
    adviceModerator: 'If you think that is a mistake, ask those who keep order here.',
    reference: 'Reference: <code>{{reference}}</code>',
  },
  pictureProblem: {
    notFound: 'nothing is there any more',
    unreachable: 'I could not fetch it',
    addressRefused: 'its address is not one I may fetch from; a public https address works',
    tooLarge: 'the file is larger than 20 MB',
    notAPicture: 'it is not a picture',
    broken: 'the file is damaged or cut short',
    formatUnsupported: '{{format}} is a format I cannot read; PNG, JPEG and WebP work',
    tooManyPixels: 'it has too many pixels',
    tooSmall: 'it is too small; at least 150 pixels on each side are needed',
    tooNarrow: 'it is too long and narrow for a model',
    refusedByModel: 'the model did not accept it',
    refusedByFilter: 'the model’s safety filter turned it down',
  },
  refusal: {
    unpaid: 'Nothing was charged.',
    notAllowed: '🔒 I am not open to you here yet. Please ask whoever runs this bot to let you in.',
    bannedFromBot: '⛔ You may not ask me for pictures.',
    bannedFromPlace: '⛔ You may not ask me for pictures here.',
    bannedWhy: 'The reason given: <i>{{why}}</i>',
    bannedUntil: 'That ends <b>{{relative}}</b> ({{time}}).',
    bannedForGood: 'If you think that is a mistake, ask those who decided it.',
    paused:
      '⏸️ Painting is paused by those who run this bot, so I did not start this. Please try again later.',
    channelClosed: '🔒 Pictures are not asked for in this channel. Please try another one.',
    roleMissing:
      '🔒 Pictures here are for people with another role than yours. Those who keep order here can tell you more.',
    privateOnly: '🔒 Here I paint only for your eyes: ask for it privately.',
    words: '🚫 I do not paint this here: some of its words are not wanted.',
    queueFull_one:
      '✋ You already have {{count}} request waiting, and that is the limit. Ask again when it is done.',
    queueFull_other:
      '✋ You already have {{count}} requests waiting, and that is the limit. Ask again when one of them is done.',
    lineTooLong_one:
      '✋ So much is waiting that this would not start within {{count}} minute, so I did not take it. Please ask again when it is quieter.',
    lineTooLong_other:
      '✋ So much is waiting that this would not start within {{count}} minutes, so I did not take it. Please ask again when it is quieter.',
    personDaySpent:
      '💸 This would cost about <b>{{estimate}}</b>, and you have <b>{{left}}</b> left of your {{limit}} for today.',
    personMonthSpent:
      '💸 This would cost about <b>{{estimate}}</b>, and you have <b>{{left}}</b> left of your {{limit}} for this month.',
    personDayPictures:
      '💸 That is more pictures than you have left for today: <b>{{left}}</b> of your {{limit}}.',
    personMonthPictures:
      '💸 That is more pictures than you have left for this month: <b>{{left}}</b> of your {{limit}}.',
    placeDaySpent: '💸 The budget that everyone here shares is used up for today.',
    placeMonthSpent: '💸 The budget that everyone here shares is used up for this month.',
    botDaySpent: '💸 The budget of the whole bot is used up for today.',
    botMonthSpent: '💸 The budget of the whole bot is used up for this month.',
    aboveDay:
      '💸 This would cost about <b>{{estimate}}</b>, more than the {{limit}} that you may spend in a whole day. Ask for fewer pictures or a cheaper model: /models shows the prices.',
    aboveMonth:
      '💸 This would cost about <b>{{estimate}}</b>, more than the {{limit}} that you may spend in a whole month. Ask for fewer pictures or a cheaper model: /models shows the prices.',
    abovePicturesOfDay:
      '💸 That is more pictures than you may have in a whole day: {{limit}}. Ask for fewer.',
    abovePicturesOfMonth:
      '💸 That is more pictures than you may have in a whole month: {{limit}}. Ask for fewer.',
    aboveShared:
      '💸 That is more than the shared budget can ever bear. Ask for fewer pictures or a cheaper model: /models shows the prices.',
    noBudget: '💸 No budget is set aside for this at the moment, so I cannot paint it.',
    renews: 'The budget renews <b>{{relative}}</b> ({{time}}).',
    fewer: 'Until then, fewer pictures may fit.',
    cheaper: 'Until then, fewer pictures or a cheaper model may fit: /models shows the prices.',
    providerPaused:
      '⚠️ The image service is out of order right now, so I did not start this. Please try again in a few minutes.',
    stopping: '🔄 I am restarting. Please ask again in a minute.',
    privateChatClosed:
      '🔒 I may not write to you privately yet. <link>Open our private chat</link> and press Start, then ask again.',
    impossible: 'This does not work as asked:',
  },
  wish: {
    verbOff: 'I do not offer this here.',
    onePictureOnly:
      'I do this with one picture at a time, and there are {{asked}}: give me the one that you mean.',
    pictureMissing: 'I need a picture for this: send one along, or reply to one.',
    promptTooShort_one: 'The description is too short for this model: it needs at least {{count}} character.',
    promptTooShort_other:
      'The description is too short for this model: it needs at least {{count}} characters.',
    promptTooLong:
      'The description is too long for this model: {{length}} characters, and {{max}} are possible.',
    promptTooLongWithStyle:
      'With what the style “{{style}}” adds, the description is too long for this model: {{length}} characters, and {{max}} are possible. Shorten it, or leave the style out.',
    styleUnknown: 'I do not know the style <code>{{asked}}</code>. You can choose {{offered}}.',
    styleUnknownDidYouMean:
      'I do not know the style <code>{{asked}}</code>. Did you mean <code>{{nearest}}</code>? /styles shows them all.',
    modelUnknown: 'I do not know the model <code>{{asked}}</code>. You can choose {{offered}}.',
    modelUnknownDidYouMean:
      'I do not know the model <code>{{asked}}</code>. Did you mean <code>{{nearest}}</code>? /models shows them all.',
    modelNotHere: 'The model <code>{{asked}}</code> is not used here. You can choose {{offered}}.',
    noModelHere: 'No model may be used here at the moment. Those who keep order here can change that.',
    tooFewPictures: 'Ask for a whole number of pictures, {{min}} or more; I read <code>{{asked}}</code>.',
    tooManyPictures_one: 'This model paints {{count}} picture at a time, and you asked for {{asked}}.',
    tooManyPictures_other:
      'This model paints up to {{count}} pictures at a time, and you asked for {{asked}}.',
    tooManyPicturesHere_one: 'Here it is {{count}} picture at a time, and you asked for {{asked}}.',
    tooManyPicturesHere_other: 'Here it is up to {{count}} pictures at a time, and you asked for {{asked}}.',
    aspectUnknown: 'This model does not paint in <code>{{asked}}</code>. You can choose {{offered}}.',
    sizeNotTaken: '<b>{{model}}</b> chooses the shape itself: leave out the aspect.',
    sizeNotTakenWithReferences:
      '<b>{{model}}</b> takes the shape from the pictures you give it: leave out the aspect or the pictures.',
    seedNotTaken: '<b>{{model}}</b> takes no seed: leave it out.',
    seedOutOfRange: 'The seed for this model is a whole number from {{min}} to {{max}}.',
    formatNotTaken: 'This model does not make <code>{{asked}}</code> files. You can choose {{offered}}.',
    referencesNotTaken: '<b>{{model}}</b> paints from words alone: leave out the pictures.',
    tooManyReferences_one: 'This model takes {{count}} picture to work from, and you gave {{asked}}.',
    tooManyReferences_other:
      'This model takes up to {{count}} pictures to work from, and you gave {{asked}}.',
  },
  option: {
    heading: 'I did not start this, and nothing was charged:',
    promptMissing: 'What shall I paint? Describe it right after the command, as in <code>{{example}}</code>',
    wordsMissing: 'Write your words right after the command, as in <code>{{example}}</code>',
    missing: '<code>{{option}}</code> is needed too.',
    valueMissing: '<code>{{option}}</code> needs a value after it.',
    notANumber:
      '<code>{{option}}</code> is a whole number from {{min}} to {{max}}; I read <code>{{given}}</code>.',
    promptTooLong: 'The description is {{length}} characters long, and {{max}} are possible.',
    tooLong: '<code>{{option}}</code> is {{length}} characters long, and {{max}} are possible.',
    notAChoice: '<code>{{option}}</code> can be {{choices}}; I read <code>{{given}}</code>.',
    notALink:
      '<code>{{option}}</code> is the web address of a picture, starting with https://; I read <code>{{given}}</code>.',
    notYesOrNo: '<code>{{option}}</code> is on or off; I read <code>{{given}}</code>.',
    unknown: 'I do not know the option <code>{{given}}</code>.',
    unknownDidYouMean:
      'I do not know the option <code>{{given}}</code>. Did you mean <code>{{nearest}}</code>?',
    proseHint:
      'If you meant it as part of the description, put <code>--</code> before the description: <code>/imagine -- …</code>',
  },
  fault:
    '😵 Something went wrong on my side, and nothing was charged. Please try again in a minute. If it keeps happening, give this reference to whoever runs this bot: <code>{{reference}}</code>',
  list: {
    or: '{{before}} or {{last}}',
    more: '…and {{count}} more.',
  },
  sandbox: {
    picture: '🧪 Sandbox: no real model painted this, and nothing was really paid.',
    general: '🧪 Sandbox: no real model paints here, and nothing is really paid.',
  },
  button: {
    again: '🔁 Again',
    upscale: '⬆ Enlarge',
    upscaleOne: '⬆ {{number}}',
    cutout: '✂ Cut out',
    cutoutOne: '✂ {{number}}',
    paint: '🎨 Paint this',
    cancel: '✕ Cancel',
    change: '✏️ Change the words',
    changeTitle: 'Change the words',
    files: '📄 Original',
    from: '🖼 Work from it',
    fromOne: '🖼 From {{number}}',
    workFromTitle: 'Work from this picture',
    remove: '🗑 Delete',
    report: '🚩 Report',
    price: 'This costs about {{price}}.',
    retry: '🔁 Try again',
    star: '⭐ Favourite',
    vary: '✨ Vary',
    varyOne: '✨ Vary {{number}}',
    hereAreFiles_one: '📄 Here is the original file.',
    hereAreFiles_other: '📄 Here are the {{count}} original files.',
    starred: '⭐ Added to your favourites.',
    unstarred: 'Removed from your favourites.',
    removed: '🗑 Deleted.',
    messageRemains:
      'I could not take away the message that shows these pictures. On my side they are deleted; if you still see it, please delete it yourself.',
    cancelledRunning:
      '✋ Cancelled. The painting had already begun, so the image service may still charge for it. If its pictures arrive, they go to /history.',
    underWay: 'I am already on it.',
    over: 'That has already ended.',
    unknown: 'I no longer know what this button is about. Please ask again with /imagine.',
    notYours: 'This one belongs to somebody else.',
    picturesGone: 'I no longer keep that picture, so I cannot use it. The words still work: /imagine.',
    referencesGone:
      'I no longer keep the pictures that this was painted from, so I cannot paint it again. Nothing was charged. Please send them again with /imagine.',
  },
  report: {
    keep: '✅ Keep',
    delete: '🗑 Delete',
    ban: '⛔ Delete and ban for a week',
    heading: '🚩 <b>Somebody reported this picture</b>',
    headingOfWords: '🚩 <b>The words of this picture are on the list</b>',
    askedBy: 'Asked for by <link>this person</link>',
    reportedBy: 'Reported by <link>this person</link>',
    result: '<link>Go to the picture</link>',
    isGone: '🗑 It was deleted.',
    kept: '✅ Kept, by <link>this moderator</link>.',
    deleted: '🗑 Deleted, by <link>this moderator</link>.',
    banned: '⛔ Deleted, and its person banned for a week, by <link>this moderator</link>.',
    taken: '🚩 Thank you. Those who keep order here will look at it.',
    known: 'Those who keep order here know of this picture already. Thank you.',
    tooMany: '✋ You have reported a lot within an hour. Please wait a while, or write to a moderator.',
    nobody: 'Nobody here has said where reports go. Please write to a moderator yourself.',
    own: 'This picture is yours: 🗑 deletes it.',
    noted: 'Noted.',
    decidedBefore: 'Somebody has decided about this already.',
    notModerator: '🔒 Only those who keep order where this was painted decide about it.',
    isAdmin: 'Those who run the bot cannot be banned. Nothing was decided.',
  },
  gallery: {
    history: '🖼 <b>Your pictures</b> · {{place}} of {{total}}',
    favourites: '⭐ <b>Your favourites</b> · {{place}} of {{total}}',
    found: '🔎 <code>{{words}}</code> · {{place}} of {{total}}',
    newer: '◀ Newer',
    older: 'Older ▶',
    private: '🔒 only you see this',
    ofSomebodyElse: 'painted for somebody else',
    unsent: 'I could not send it to you when it was ready',
    afterCancelling: 'it was ready after you had cancelled',
    noHistory: 'I keep no pictures of yours at the moment. Paint one with /imagine.',
    noFavourites: 'You have no favourites at the moment. Press ⭐ below a picture to find it here.',
    missing_one: '⚠️ {{count}} picture is missing: its file is lost on my side.',
    missing_other: '⚠️ {{count}} pictures are missing: their files are lost on my side.',
    tooLarge: '⚠️ The pictures are too large to be shown here.',
    nothingFound:
      'None of these pictures was painted from the words <code>{{words}}</code>. Try fewer words, or leave them out to see everything.',
    searchForgotten: 'I no longer know what you searched for. Please search again with /history.',
  },
  queue: {
    heading_one: '⏳ <b>{{count}} request of yours is under way</b>',
    heading_other: '⏳ <b>{{count}} requests of yours are under way</b>',
    empty: 'Nothing of yours is under way. Ask for a picture with /imagine.',
    cancelOne: '✕ Cancel {{number}}',
    cancelAll: '✕ Cancel all',
    cancelledAll_one: '✋ Cancelled {{count}} request.',
    cancelledAll_other: '✋ Cancelled {{count}} requests.',
    mayBeCharged:
      'Where the painting had already begun, the image service may still charge for it. If its pictures arrive, they go to /history.',
    refresh: '🔄 Refresh',
  },
  commands: {
    imagine: {
      description: 'Paint a picture from a description',
      example: 'a lighthouse at dawn',
      exampleWithOptions: 'a fox in the snow',
      options: {
        prompt: 'What to paint, in your own words',
        count: 'How many pictures, 1 to 4',
        model: 'Which model paints: a short name from /models',
        style: 'How it is painted: a name from /styles',
        aspect: 'The shape, such as 1:1, 16:9 or 9:16',
        seed: 'A number: the same seed gives a similar picture again',
        format: 'The kind of file: jpeg, png or webp',
        draft: 'A quick, cheap draft comes first; both are paid',
        private: 'Only you see the result',
        link: 'The web address of a picture to work from',
        image: 'A picture to work from; image2 to image4 take more',
        image2: 'A second picture to work from',
        image3: 'A third picture to work from',
        image4: 'A fourth picture to work from',
      },
    },
    delete: {
      description: 'Delete the picture that you reply to',
    },
    describe: {
      description: 'Describe a picture in words to paint from',
      options: {
        image: 'The picture',
        link: 'The web address of the picture',
        private: 'Only you see the result',
      },
    },
    enhance: {
      description: 'Make more of a description before you paint it',
      options: {
        prompt: 'What to make more of, in a few words',
        private: 'Only you see the result',
      },
    },
    upscale: {
      description: 'Make a picture twice as large',
      options: {
        image: 'The picture',
        link: 'The web address of the picture',
        private: 'Only you see the result',
      },
    },
    cutout: {
      description: 'Take the background of a picture away',
      options: {
        image: 'The picture',
        link: 'The web address of the picture',
        private: 'Only you see the result',
      },
    },
    queue: {
      description: 'Show what you have under way, and cancel it',
    },
    history: {
      description: 'Look through your pictures',
      options: {
        words: 'Only pictures that were painted from these words',
      },
    },
    favourites: {
      description: 'Look through your favourites',
      options: {
        words: 'Only pictures that were painted from these words',
      },
    },
    models: {
      description: 'Show the models with their prices',
    },
    styles: {
      description: 'Show the styles you can have it painted in',
    },
    settings: {
      description: 'Choose what you usually want, and your language',
      options: {
        model: 'Which model paints when you name none',
        style: 'The style when you name none; the word none for no style',
        count: 'How many pictures, 1 to 4, when you do not say',
        aspect: 'The shape when you name none',
        format: 'The kind of file when you name none',
        language: 'The language I answer you in: en, ru, or app for the one of your app',
        private: 'on: only you see what you ask for',
        draft: 'on: a quick, cheap draft comes before the picture; both are paid',
      },
    },
    usage: {
      description: 'Show what you used and what is left',
    },
    link: {
      description: 'Be the same person on Discord and on Telegram',
      options: {
        code: 'The code that I showed you on the other platform; leave it out to get one',
      },
    },
    unlink: {
      description: 'Part your Discord and your Telegram account again',
    },
    privacy: {
      description: 'See what I keep about you, get a copy, or erase it',
    },
    help: {
      description: 'Show how to use this bot',
      options: {
        command: 'The command that you want to know all about',
      },
    },
    start: {
      description: 'Say hello and show how to begin',
    },
  },
  models: {
    heading: '<b>Models</b>',
    name: '<b>{{label}}</b> · <code>{{alias}}</code>',
    isDefault: 'used unless you choose another',
    price: 'about {{price}} a picture',
    seconds: 'about {{seconds}} s',
    upTo_one: '{{count}} picture at a time',
    upTo_other: 'up to {{count}} pictures at a time',
    aspects: 'Shapes: {{aspects}}',
    ownShape: 'Chooses the shape itself',
    takesSeed: 'takes a seed',
    noSeed: 'takes no seed',
    usage: 'Choose one with <code>{{example}}</code>',
  },
  styles: {
    heading: '<b>Styles</b>',
    name: '<b>{{name}}</b> · <code>{{key}}</code>',
    usage: 'Choose one with <code>{{example}}</code>',
    adds: 'The model then reads:\n<q>{{prompt}}</q>',
    usual: 'For all your pictures: /settings',
  },
  settings: {
    heading: '⚙️ <b>Your settings</b>',
    use: 'They hold for what you ask for, unless the request says otherwise. What a model cannot do is left out, and I tell you so.',
    model: 'Model: <b>{{value}}</b>',
    style: 'Style: <b>{{value}}</b>',
    count: 'Pictures at a time: <b>{{value}}</b>',
    aspect: 'Shape: <b>{{value}}</b>',
    format: 'Kind of file: <b>{{value}}</b>',
    language: 'Language: <b>{{value}}</b>',
    private: 'Who sees the results: <b>only you</b>',
    public: 'Who sees the results: <b>everyone where you ask</b>',
    drafts: 'Draft first: <b>yes</b>',
    noDrafts: 'Draft first: <b>no</b>',
    draftFirst: '✏️ Draft first',
    whatDraftsAre:
      'A draft is one quick picture by {{model}} for about {{price}}. It comes while the model you chose works, and that takes its place; you pay for both. There is none when you give pictures, or when your model is as cheap.',
    anyModel: 'the usual one, {{model}}',
    anyStyle: 'none',
    anyAspect: 'as the model likes',
    anyFormat: 'jpeg, where the model makes it',
    anyLanguage: 'as in your app',
    english: 'English',
    russian: 'Русский',
    chooseModel: '🎨 Model…',
    chooseStyle: '🖌 Style…',
    chooseAspect: '📐 Shape…',
    chosen: '✓ {{choice}}',
    appLanguage: 'As in my app',
    hide: '🔒 Only me',
    show: '👥 Everyone',
    reset: '↩ Reset all',
    whichModel: 'Which model paints when you name none?',
    whichStyle: 'Which style do your pictures have when you name none?',
    whichAspect: 'Which shape do your pictures have when you name none?',
    leaveModel: 'The usual one',
    leaveStyle: 'No style',
    leaveAspect: 'As the model likes',
    back: '← Back',
    gone: 'This choice is not on offer any more. /settings shows what is.',
  },
  usage: {
    heading: '📊 <b>What you used</b>',
    today: 'Today:',
    month: 'This month:',
    pictures_one: '<b>{{count}}</b> picture',
    pictures_other: '<b>{{count}}</b> pictures',
    picturesOf_one: '<b>{{used}}</b> of {{count}} picture',
    picturesOf_other: '<b>{{used}}</b> of {{count}} pictures',
    cost: '<b>{{cost}}</b>',
    costOf: '<b>{{cost}}</b> of {{limit}}',
    reserved: 'Set aside for what is under way: {{amount}}',
    shared: 'This counts both of your linked accounts.',
    leftToday: 'Left for today:',
    leftMonth: 'Left for this month:',
    unlimited: 'You have no limit of your own.',
  },
  usageReport: {
    heading_one: '📊 <b>{{cost}}</b> was paid on this day',
    heading_other: '📊 <b>{{cost}}</b> was paid in {{count}} days',
    requests_one: '{{count}} request that cost something',
    requests_other: '{{count}} requests that cost something',
    nothing: 'Nothing was painted in this time that cost anything.',
    perDay: 'Per day',
    byModel: 'By model',
    byPerson: 'Who used most',
    line: '• {{name}}: <b>{{cost}}</b>',
    others: 'all others',
  },
  privacy: {
    heading: '🔐 <b>What I keep about you</b>',
    requests_one: '• <b>{{count}}</b> request, with your words',
    requests_other: '• <b>{{count}}</b> requests, with your words',
    pictures_one: '• <b>{{count}}</b> picture of yours ({{megabytes}} MB with all that you gave me)',
    pictures_other: '• <b>{{count}}</b> pictures of yours ({{megabytes}} MB with all that you gave me)',
    favourites_one: '• <b>{{count}}</b> favourite',
    favourites_other: '• <b>{{count}}</b> favourites',
    settings: '• what you chose in /settings',
    searches_one: '• <b>{{count}}</b> search in /history',
    searches_other: '• <b>{{count}}</b> searches in /history',
    passing_one: '• <b>{{count}}</b> note for a short while, about an open question or a picture in a chat',
    passing_other: '• <b>{{count}}</b> notes for a short while, about open questions and pictures in chats',
    nothing: 'No requests, no pictures, no settings.',
    linked: 'This counts both of your linked accounts.',
    keptFor_one: 'Pictures go {{count}} day after they were made, unless they are a favourite ⭐.',
    keptFor_other: 'Pictures go {{count}} days after they were made, unless they are a favourite ⭐.',
    beingErased_one:
      '{{count}} request is being erased; that ends when its last answer and its painting have.',
    beingErased_other:
      '{{count}} requests are being erased; that ends when their last answers and their paintings have.',
    account:
      'What each request cost stays in the books: your id, the place, the day and the amounts, without words. The log holds ids, but no words and no pictures.',
    copy: '📦 Send me a copy',
    erase: '🗑 Erase it all…',
    hereIsCopy:
      '📦 All that I keep about you, to be opened in any browser or editor. You get the pictures themselves as files with 📄 in /history.',
    ask: '🗑 <b>Shall I erase all of this for good?</b>',
    underWay_one:
      '{{count}} request that waits or is at work is cancelled. What is at work already may still be charged.',
    underWay_other:
      '{{count}} requests that wait or are at work are cancelled. What is at work already may still be charged.',
    parted:
      'It goes for <b>both of your linked accounts</b>, and they are parted. They share their limits until the budget renews.',
    stays:
      '<b>What stays:</b> what each request cost, without words; limits that were set for you; and <b>messages in chats</b>. Delete those with their 🗑 first: afterwards I no longer know where they are.',
    confirm: '🗑 Erase everything',
    keep: 'Keep it',
    erased: '✅ <b>Erased.</b> Nobody sees any of it any more, and the files go from the disk now.',
  },
  link: {
    code_one:
      '🔗 To link your {{platform}} account with this one, send me this privately on {{platform}} within {{count}} minute:\n<code>{{example}}</code>',
    code_other:
      '🔗 To link your {{platform}} account with this one, send me this privately on {{platform}} within {{count}} minutes:\n<code>{{example}}</code>',
    codeMeans:
      'Your pictures, favourites and limits are one then, and the settings you have here hold for both. <b>Show the code to nobody:</b> whoever uses it sees all your pictures.',
    ask: '🔗 <b>Link this account with the one where you got the code?</b>',
    askMeans:
      'Your pictures, private ones too, your favourites and your limits become one, and the settings from there hold for both. <b>Press only if you got the code from me yourself:</b> anybody else who gave it to you would see all your pictures.',
    join: '🔗 Link them',
    done: '✅ <b>Linked with your {{platform}} account.</b> Your pictures, favourites, settings and limits are one now. /unlink parts the two again.',
    already: 'This account is linked with your {{platform}} account. /unlink parts the two again.',
    wrongCode:
      'That code is not good, or no longer: each works once, for 10 minutes. Get a new one with /link on the other platform.',
    tooManyTries: 'Too many wrong codes were tried, so I look at none for now. Please try again in an hour.',
    ownCode: 'You got that code on this very account. Send it to me from your other one.',
    samePlatform:
      'That code is from another account on this platform. I link one account on Discord with one on Telegram.',
    stillSharing:
      'One of the two accounts was parted from another one and still shares its budget, so it cannot be linked yet.',
    privately: '🔒 A code is for your eyes only: ask me for it where nobody else can read.',
    spoiled:
      '🔒 Others can read that code here, so it does not work any more. Get a new one with /link, and send it to me in our private chat.',
    noOther: 'I am only here so far, so there is nothing to link.',
    parted:
      '✂️ <b>Parted from your {{platform}} account.</b> Each keeps its own pictures and favourites. Both share their limits until the budget renews.',
    notLinked: 'This account is not linked with another one. /link gives you a code for that.',
    messageStays:
      '🗑 Deleted from your pictures. The message on {{platform}} is still there; please press 🗑 there as well.',
  },
  help: {
    heading: '🎨 <b>I paint pictures from words.</b>',
    options: 'You can add, in any place:',
    optionsPicked: 'You can add:',
    pictures: 'Send pictures along, or reply to one with your words, and I work from them.',
    picturesAttached: 'Attach pictures, and I work from them.',
    results: 'The buttons below a result paint it again, change it, or hand you the file.',
    commands: 'Also: {{commands}}',
    details: '<code>{{example}}</code> tells all about a command.',
    chooseModel: 'Every picture costs a little; /models shows how much. You see the cost with each result.',
  },
  start: {
    greeting: '👋 <b>Hello! I paint pictures from words.</b>',
    howTo: 'Send me a command like this one:',
    more: '/help imagine shows everything you can add, /models what each model costs.',
  },
  admin: {
    outOfFunds:
      '⚠️ Painting is paused: the Runware account has no funds left. Top it up at https://my.runware.ai; I look every few minutes and go on by myself. People are told that nothing was charged.',
    keyRejected:
      '⚠️ Painting is paused: Runware does not accept the API key. Check RUNWARE_API_KEY and restart me. People are told that nothing was charged.',
    resumed: '✅ The Runware account is in order again: painting goes on.',
  },
  tooFast: {
    person_one:
      '✋ That came faster than I can follow, so I did not do it, and nothing was charged. Please try again in {{count}} second.',
    person_other:
      '✋ That came faster than I can follow, so I did not do it, and nothing was charged. Please try again in {{count}} seconds.',
    place_one:
      '✋ So much is asked of me here at once that I did not do this, and nothing was charged. Please try again in {{count}} second.',
    place_other:
      '✋ So much is asked of me here at once that I did not do this, and nothing was charged. Please try again in {{count}} seconds.',
    silence: 'What comes before then I leave unanswered.',
  },
  telegram: {
    howToDelete:
      'Reply with /delete to a picture of mine: you may delete your own, and admins all of a group.',
    paintThis: 'Shall I paint this?',
    paintButton: '🎨 Paint it',
    paintExpired: 'I no longer have that message. Please send it again.',
    unknownCommand: 'I do not know that command. /help shows what I can do.',
    unknownCommandDidYouMean:
      'I do not know that command. Did you mean <code>{{nearest}}</code>? /help shows what I can do.',
    wordsOnly: 'Describe in words what I should paint, for example: <code>{{example}}</code>',
    whatToPaint: 'What shall I paint? Describe it in a reply to this message.',
    whatToDo: 'What shall I make of it? Describe it in a reply to this message.',
    whatToDoPlaceholder: 'What shall I make of it?',
    notAPicture:
      'I can work from photos and from images sent as files, such as PNG, JPEG or WebP, and this is something else. I did not start it, and nothing was charged.',
    albumInGroup:
      'I can see only one picture of this album, so I work from that one alone. In our private chat the whole album works.',
    albumForgotten:
      'I no longer know the other pictures of this album, so I work from this one alone. Send the album again to use all of it.',
    albumLate:
      'Part of your album came late, so it is left out. The button begins again with all of it; what I have begun already goes on, and is charged as usual.',
    wholeAlbumButton: '🎨 Use the whole album',
    cannotPost:
      '🔒 I may not send pictures in this group, so I did not start this, and nothing was charged. Please ask an administrator to allow it, or write to me privately.',
    privateUnsure:
      '🔒 Telegram did not tell me in time whether I may write to you privately, so I did not start this, and nothing was charged. Please ask again in a minute.',
    sentPrivately: '🔒 I will send it to you privately.',
    moreRefused_one: '(The same goes for {{count}} more message you just sent.)',
    moreRefused_other: '(The same goes for {{count}} more messages you just sent.)',
    notYours: 'Only the person who asked can use this button.',
    wordsSoFar: 'So far, tap to copy: <code>{{words}}</code>',
    replyWithWords: 'Answer by a reply to this message.',
    picturesAlong: 'You can send pictures along.',
    piecesRemain:
      'I no longer know which messages show these pictures. On my side they are deleted; please delete the messages yourself.',
    questionOver:
      'I no longer know what that question was about: I keep it for a day at most. Nothing was charged. Please press the button again.',
    filesTooLarge_one: '{{count}} original file is larger than the 50 MB that I may send on Telegram.',
    filesTooLarge_other: '{{count}} original files are larger than the 50 MB that I may send on Telegram.',
    inlineNone: '🎨 No pictures yet. Paint one!',
    inlineNotFound: '🔎 Nothing found. Paint something new!',
    onlyPrivately: '🔒 This is for your eyes only. <link>Open our private chat</link> and ask me there.',
  },
  playground: {
    title: 'Easel, to try',
    subtitle: 'The same bot as in Discord and Telegram, in your browser.',
    empty: 'What shall I paint?',
    emptyHint: 'Describe a picture below, or begin with one of these. Type / to see everything I can do.',
    people: 'You are',
    peopleHint: 'Be somebody else for a while, to feel how turns and limits are shared.',
    language: 'Language',
    look: 'Look',
    lookLight: 'light',
    lookDark: 'dark',
    lookSystem: 'as the system',
    conversation: 'Conversation',
    command: 'Command',
    commands: 'What I can do',
    words: 'Your words',
    wordsHint: 'Describe a picture, or type /',
    options: 'Options',
    notSet: 'as usual',
    attach: 'Add pictures to work from',
    attached: 'Pictures to work from',
    detach: 'Leave this picture out',
    drop: 'Drop pictures here, and I work from them',
    tooManyPictures: 'That is more pictures than I can take at a time. I left some of them out.',
    tooLarge: 'A picture may have 20 MB at most, so I left it out.',
    send: 'Send',
    sending: 'on its way…',
    connecting: 'The connection is lost. I try again until it is back; nothing you sent is lost.',
    onlyYou: 'only you see this',
    save: 'Save',
    covered: 'Not for everybody: show it all the same',
    pictureGone: 'This picture is no longer kept.',
    close: 'Close',
    formWords: 'What shall I make of it?',
    formPictures: 'More pictures',
    unanswered: 'This could not be done. Please reload the page and try again.',
    ada: 'Ada',
    ben: 'Ben',
    cleo: 'Cleo',
  },
  discord: {
    shrunk: 'Shrunk to fit the upload limit.',
    cannotPost:
      '🔒 I may not attach files in this channel, so I did not start this, and nothing was charged. Please ask a moderator to allow it, or ask me somewhere else.',
    answeringHere: '🔒 You chose that only you see your results, so I answer you here.',
    directClosed:
      '🔒 You chose that only you see your results, but I may not write to you directly, so I did not start this, and nothing was charged. Allow direct messages from this server, or use “Edit with a prompt” in the menu of the picture.',
    unknownCommand: 'I do not know that command any more. Please reload Discord and try again.',
    menuMessage: 'Edit with a prompt',
    menuAvatar: 'Paint from avatar',
    menuDescribe: 'Describe the picture',
    menuDelete: 'Delete picture',
    notAResult: 'That is none of my pictures, so there is nothing for me to delete.',
    menuUpscale: 'Enlarge the picture',
    noPictures:
      'I see no picture in that message. This works on messages with attached pictures, and on the pictures I made.',
    formPrompt: 'What shall I make of it?',
    formExample: 'the same, but in the snow at night',
    formPictures: 'More pictures',
    formPicturesHint: 'They count after the ones that are already there.',
    choiceForgotten:
      'I no longer have those earlier words, so I did not start this, and nothing was charged. Please write them again.',
    formExpired:
      'That form was open for so long that I no longer have its pictures, so I did not start this, and nothing was charged. Please open it again.',
    fileTooLarge: '• <code>{{file}}</code> is larger than 20 MB.',
    fileNotAPicture: '• <code>{{file}}</code> is not a picture. PNG, JPEG and WebP work.',
    originalsTooLarge_one:
      '{{count}} original file is larger than the {{megabytes}} MB that I may send here. In a server with more boosts it may fit.',
    originalsTooLarge_other:
      '{{count}} original files are larger than the {{megabytes}} MB that I may send here. In a server with more boosts they may fit.',
    picturesNotShown: '🔒 I may not attach files in this channel, so the pictures are missing here.',
    help: 'Under “Apps” in the menu of a message with pictures you find <b>{{message}}</b>, in the menu of a person <b>{{avatar}}</b>.',
  },
} as const;
