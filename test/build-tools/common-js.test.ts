import { commonJs, forEsbuild } from '../../build-tools/common-js';

test('what is used of a file is required once, and all that is exported is a value', () => {
  expect(commonJs('import{a as one,b}from"./x.js";import{c,unused}from"./x.js";import"./y.js";import*as fs from"fs";import os from"os";var d=one+b.c+c+fs+os;export{d as its,one};'))
    .toBe('var{a:one,b,c}=require("./x.js");require("./y.js");var fs=require("fs");var os=require("os");var d=one+b.c+c+fs+os;module.exports={its:d,one};');
});

test('nothing is required for names that nobody uses', () => {
  expect(commonJs('import{a}from"./x.js";export{};')).toBe('module.exports={};');
});

test('require stays as it is', () => {
  const given = forEsbuild('import{__require}from"./x.js";var require_Pair=1;__require("fs");__require.resolve("../data/a.json");require("os");');
  expect(commonJs(given)).toBe('var require_Pair=1;require("fs");require.resolve("../data/a.json");require("os");');
});

test.each(['n=1', 'n??=1', 'n+=1', 'n++', '--n', '[n]=[1]', '({a:n}=b)', '({a:n=2}=b)', '({n}=b)', '({...n}=b)', 'for(n of b);', 'for(n in b);', 'for([n]of b);'])('a name that gets another value is refused: %s', (assignment) => {
  expect(() => commonJs(`var n;function set(){${assignment}}export{n as name};`)).toThrow('name is exported and assigned');
});
