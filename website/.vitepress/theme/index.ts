import type { Theme } from 'vitepress';
import theme, { VPHomeFeatures, VPHomeHero } from 'vitepress/theme-without-fonts';
import { PolicyPage } from '../../policy/page';
import '../../policy/style.css';
import './style.css';

export default { extends: theme, enhanceApp: ({ app }) => void app.component('PolicyPage', PolicyPage).component('VPHomeHero', VPHomeHero).component('VPHomeFeatures', VPHomeFeatures) } satisfies Theme;
