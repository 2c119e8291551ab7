// Light, dark or as the system says; the choice stays in this browser.

const KEY = 'cervical-cds-theme';

export function startTheme(select) {
  apply(select.value = stored());
  select.addEventListener('change', () => {
    apply(select.value);
    try {
      localStorage.setItem(KEY, select.value);
    } catch { /* Private windows may refuse storage; the choice then lasts as long as the page. */ }
  });
}

function apply(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function stored() {
  try {
    const theme = localStorage.getItem(KEY);
    return ['light', 'dark'].includes(theme) ? theme : '';
  } catch {
    return '';
  }
}
