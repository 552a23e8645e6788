import type { Theme } from 'vitepress';
import theme from 'vitepress/theme-without-fonts';
import { PolicyPage } from '../../policy/page';
import '../../policy/style.css';
import './style.css';

export default { extends: theme, enhanceApp: ({ app }) => void app.component('PolicyPage', PolicyPage) } satisfies Theme;
