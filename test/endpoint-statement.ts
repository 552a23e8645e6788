type Json = { [element: string]: any };

/** A statement as a VPC endpoint policy may have it: for everybody if it names nobody, and without short wildcards in conditions. */
export function endpointStatement({ Condition = {}, Principal = '*', ...rest }: Json): Json {
  const taken = Object.entries(Condition).filter(([operator, keys]) => !(operator.includes('Like') && /[*?]/.test(JSON.stringify(keys))));
  return { ...rest, Principal, ...(taken.length > 0 && { Condition: Object.fromEntries(taken) }) };
}
