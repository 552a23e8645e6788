import { testPlaces } from './judge-place';
import { PLACES } from './places';

// Two files are tested at once.
testPlaces(PLACES.slice(0, PLACES.length / 2));
