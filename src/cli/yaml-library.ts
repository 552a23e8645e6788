/** What is used of `yaml`. It is bundled with the command line, so that its package needs no other. */
export { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser, stringify } from 'yaml';
