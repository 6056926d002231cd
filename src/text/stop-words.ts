/** English words that carry grammar rather than content: articles, pronouns, prepositions, conjunctions, auxiliaries, particles. */
const stopWords = new Set(
  `a an the this that these those
   i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its
   itself they them their theirs themselves who whom whose which what whoever whatever one oneself
   and or but nor so yet if because as until while although though since unless than whether
   of at by for with about against between into through during before after above below to from up down in out on off over under
   upon within without toward towards among across along around behind beside besides near per via
   am is are was were be been being have has had having do does did doing can could may might must shall should will would ought
   not no never n't don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't cannot couldn't
   shouldn't mustn't i'm i've i'll i'd you're you've you'll you'd he's she's it's we're we've we'll they're they've they'll that's
   there's what's who's let's
   again further then once here there when where why how all any both each few more most other some such only own same too very
   just now also even ever still`.split(/\s+/),
);

/** Whether a word is an English stop word, in any case and with either apostrophe. */
export const isStopWord = (word: string): boolean => stopWords.has(word.toLowerCase().replaceAll('’', "'"));
