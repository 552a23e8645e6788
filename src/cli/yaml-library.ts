/** What is used of `yaml`. The build puts it into this file, so that the package needs no other. */
export { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser, stringify } from 'yaml';
