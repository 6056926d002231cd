/** A part of speech of the grammar. Verbs stand in the past tense, so they agree with every subject. */
export type PartOfSpeech = 'noun' | 'verb' | 'adjective';

/** Words of one topic. Each slot lists groups of synonyms. */
export interface Lexicon {
  readonly agents: readonly (readonly string[])[];
  readonly things: readonly (readonly string[])[];
  readonly verbs: readonly (readonly string[])[];
  readonly adjectives: readonly (readonly string[])[];
}

const groups = (text: string): string[][] =>
  text
    .trim()
    .split(/\s*[|\n]\s*/)
    .map((group) => group.split(' '));

/** Groups are separated by bars, the synonyms of a group by spaces. */
const lexicon = (agents: string, things: string, verbs: string, adjectives: string): Lexicon => ({
  agents: groups(agents),
  things: groups(things),
  verbs: groups(verbs),
  adjectives: groups(adjectives),
});

export const topics = ['business', 'science', 'sport', 'world'] as const;

/** The words of each topic, in the order of `topics`. Some words belong to two topics. */
export const lexicons: readonly Lexicon[] = [
  lexicon(
    `bank lender creditor | company firm corporation enterprise | investors shareholders stockholders | retailer store merchant
     carmaker automaker manufacturer | airline carrier | insurer underwriter | employer boss chief | broker trader dealer
     brewer distiller | miner driller | startup newcomer venture | landlord developer builder | auditor accountant regulator`,
    `profit earnings income gain | shares stock equity | loan credit mortgage | merger takeover acquisition | debt liability arrears
     tax levy duty | wage salary pay | budget spending outlay | price cost fee | factory plant works | contract deal order
     market exchange bourse | currency dollar euro | inflation costs | oil crude petroleum | pension annuity | bond note
     bankruptcy insolvency collapse`,
    `bought acquired purchased | sold offloaded divested | invested financed funded | hired recruited employed | merged combined
     fired dismissed sacked | borrowed leveraged | outsourced exported shipped | restructured reorganized | undercut discounted
     refinanced repaid | audited valued appraised`,
    `profitable lucrative | quarterly annual fiscal | cheap inexpensive affordable | costly expensive dear | corporate commercial
     insolvent bankrupt broke | retail wholesale | financial monetary economic | unpaid overdue | listed traded`,
  ),
  lexicon(
    `scientists researchers scholars | astronomers stargazers | biologists zoologists botanists | physicists chemists
     engineers technicians inventors | doctors physicians surgeons | robot android automaton | satellite probe orbiter
     geologists seismologists | laboratory institute observatory | programmers coders | archaeologists paleontologists
     astronaut cosmonaut | mathematicians statisticians`,
    `planet world moon | gene chromosome genome | virus germ microbe | vaccine remedy cure | fossil skeleton bones
     telescope microscope lens | particle atom molecule | comet asteroid meteor | brain neurons cortex | theory hypothesis conjecture
     chip processor circuit | glacier iceberg | species organism creature | experiment trial test | software program code
     battery cell | climate temperature | enzyme protein`,
    `discovered detected spotted | measured gauged quantified | sequenced decoded deciphered | cloned replicated | observed monitored
     simulated modelled | launched orbited | dissected analysed examined | invented devised designed | evolved mutated
     irradiated magnetized | calculated computed`,
    `genetic hereditary | lunar solar galactic | ancient prehistoric extinct | microscopic tiny minute | radioactive nuclear atomic
     digital electronic | experimental tentative | marine aquatic | infectious contagious | cosmic stellar`,
  ),
  lexicon(
    `striker forward scorer | goalkeeper keeper goalie | coach trainer manager | team side squad | champion winner titleholder
     sprinter runner athlete | boxer fighter heavyweight | cyclist rider | swimmer diver | referee umpire official
     fans supporters crowd | captain skipper | rookie teenager youngster | defender fullback`,
    `match game fixture | title crown championship | goal strike header | season campaign | final playoff semifinal | medal trophy cup
     race sprint marathon | penalty foul | stadium arena pitch | record best | injury knee hamstring | transfer move signing
     league division | tournament contest event | racket bat | lap leg heat | defeat loss | victory win triumph`,
    `beat defeated thrashed | scored netted | won clinched captured | trained practised | tackled blocked | kicked hit struck
     qualified advanced progressed | retired quit withdrew | sprinted raced ran | drew tied | substituted benched dropped
     outplayed outran outscored`,
    `unbeaten undefeated | injured hurt sidelined | olympic athletic | veteran seasoned experienced | winless beaten
     youthful junior | dramatic thrilling | aggregate overall | amateur unranked | fast quick rapid`,
  ),
  lexicon(
    `president premier leader | rebels insurgents guerrillas | troops soldiers army | refugees migrants exiles | diplomats envoys ambassadors
     protesters demonstrators marchers | parliament senate assembly | police officers | king monarch queen | hostages captives prisoners
     voters electorate citizens | militants gunmen extremists | minister secretary | judge court tribunal`,
    `election vote poll | war conflict fighting | treaty accord pact | border frontier | embassy consulate | bomb explosive missile
     earthquake tremor quake | flood deluge | sanctions embargo | ceasefire truce armistice | village town city | coup revolt uprising
     aid relief | famine hunger drought | constitution law charter | summit talks conference | attack raid assault | regime government junta`,
    `invaded attacked stormed | fled escaped left | arrested detained jailed | killed slew | bombed shelled | elected voted
     negotiated mediated | condemned denounced | surrendered yielded | evacuated rescued | protested marched rallied
     occupied seized annexed`,
    `military armed | foreign overseas | political diplomatic | exiled banished displaced | peaceful nonviolent | democratic republican
     humanitarian charitable | deadly fatal lethal | ethnic tribal | regional provincial`,
  ),
];

/** Words without a topic. */
export const neutral: Lexicon = lexicon(
  `group organization | spokesman spokeswoman | officials authorities | critics skeptics | experts specialists | families relatives
   neighbours residents locals | students pupils | workers staff employees | visitors guests`,
  `plan scheme proposal | report account story | decision choice verdict | future outlook prospects | question issue matter | help support
   mistake error blunder | change shift | risk danger threat | way path`,
  `announced declared | said told | denied rejected refused | wanted sought | feared dreaded | praised hailed lauded | delayed postponed
   expected awaited anticipated | faced confronted | welcomed greeted | began started | ended finished`,
  `new fresh | big large huge | small little | surprising unexpected | early | late | important major key | difficult hard tough
   first | second | strange odd | good fine`,
);

/** Words that open or close a headline. */
export const openings = [
  'in london',
  'in paris',
  'in berlin',
  'in tokyo',
  'update',
  'breaking',
  'exclusive',
  'analysis',
  'in brief',
  'on monday',
];
export const closings = [
  'this week',
  'again',
  'on friday',
  'last year',
  'at last',
  'after all',
  'for now',
  'by sunday',
  'in spring',
  'today',
];
export const prepositions = ['after', 'amid', 'over', 'despite', 'before', 'during', 'without', 'against'];
