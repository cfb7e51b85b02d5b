// SPDX-License-Identifier: Apache-2.0
// Countries by their ISO 3166-1 codes, named in the reader's language.
import {locale} from './i18n.js';

const CODES = `ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZ
DEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKI
KMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPM
PNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVU
WFWSYEYTZAZMZW`;

let names;
let sorted;

export function countryName(code) {
  names ??= new Intl.DisplayNames(locale, {type: 'region', fallback: 'code'});
  return /^[A-Z]{2}$/.test(code ?? '') ? names.of(code) : code;
}

// All of them, in the reader's alphabet.
export function countries() {
  sorted ??= CODES.match(/[A-Z]{2}/g).map((code) => ({code, name: countryName(code)}))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
  return sorted;
}
