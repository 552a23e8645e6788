import type { TxtParagraphNode } from '@textlint/ast-node-types';
import type { TextlintRuleModule } from '@textlint/types';
import { split, SentenceSplitterSyntax } from 'sentence-splitter';
import { StringSource } from 'textlint-util-to-string';
import writeGood from 'write-good';

/** The most words that a sentence has. Code is one word. */
const MOST_WORDS = 36;
/** The most passives in a sentence: "is denied" is one. */
const MOST_PASSIVES = 3;

/** Words that are not the reader's: what to say instead. */
const HOUSE_TERMS: ReadonlyArray<readonly [word: RegExp, say: string]> = [
  [/\ba texts?\b|\btexts\b/i, '"a string", or what it is: a message, a page'],
  [/\btill\b/i, '"until"'],
  [/\b(safe|right|own|usual) forms?\b/i, 'what it is: a condition, a format, a way to write it'],
  [/\b(utili[sz]|leverag)(e|es|ed|ing)\b/i, '"use"'],
  [/\bin order to\b/i, '"to"'],
  [/\b(behaviour|colour|favour|licence|artefact|catalogue)s?\b|\b(organis|recognis|authoris|initialis|summaris)(e|es|ed|ing|ation|ations)\b/i, 'it as in the US'],
  [/\bcase[- ]insensitively\b|\bno matter the case\b/i, '"case-insensitive"'],
  [/\bcaveats?\b|\bhence\b|\bthus\b|\bwhilst\b|\bamongst\b|\bthereof\b/i, 'it in plain words'],
  [/\b(simply|obviously|of course)\b/i, 'nothing: what is simple for one reader is not for another'],
];

/** Stands for code, letter by letter. A list of pieces of code is read as one. */
const CODE = '§';
const codeAsWord = (sentence: string) => sentence.replace(/§+(?: \([^()]*§[^()]*\))?(?:(?:,? and|,? or|,)? §+(?: \([^()]*§[^()]*\))?)*/g, 'code');

/** What is said of a sentence, if something is. */
type Judge = (sentence: string) => string | undefined;

const rule = (judge: Judge): TextlintRuleModule => ({ Syntax, RuleError, report, locator }) => ({
  [Syntax.Paragraph](node: TxtParagraphNode) {
    const source = new StringSource(node as unknown as ConstructorParameters<typeof StringSource>[0], {
      replacer: ({ node: part, maskValue, emptyValue }) => (
        part.type === Syntax.Code ? maskValue(CODE) : part.type === Syntax.Html ? emptyValue() : undefined),
    });
    for (const sentence of split(source.toString())) {
      const says = sentence.type === SentenceSplitterSyntax.Sentence ? judge(codeAsWord(sentence.raw.replace(/\s+/g, ' ').trim())) : undefined;
      if (says !== undefined) {
        const index = source.originalIndexFromIndex(sentence.range[0]) ?? 0;
        report(node, new RuleError(says, { padding: locator.at(index) }));
      }
    }
  },
});

/** What write-good says by one of its checks. */
const CHECKS = ['passive', 'illusion', 'so', 'thereIs', 'weasel', 'adverb', 'tooWordy', 'cliches'];
const suggestions = (sentence: string, check: string) => writeGood(sentence, Object.fromEntries(CHECKS.map((each) => [each, each === check])));

const start = (sentence: string) => (sentence.length > 60 ? `${sentence.slice(0, 60)}…` : sentence);

export const RULES: { readonly [name: string]: TextlintRuleModule } = {
  'sentence-length': rule((sentence) => {
    const words = sentence.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    return words > MOST_WORDS ? `${words} words, ${MOST_WORDS} at most: "${start(sentence)}"` : undefined;
  }),
  'passive-chain': rule((sentence) => {
    const passives = suggestions(sentence, 'passive').length;
    return passives > MOST_PASSIVES ? `${passives} passives, ${MOST_PASSIVES} at most: "${start(sentence)}"` : undefined;
  }),
  'repeated-word': rule((sentence) => suggestions(sentence, 'illusion').map(({ reason }) => `${reason}: "${start(sentence)}"`)[0]),
  'house-terms': rule((sentence) => HOUSE_TERMS.filter(([word]) => word.test(sentence)).map(([word, say]) => `"${word.exec(sentence)![0]}": say ${say}`).join('; ') || undefined),
};
