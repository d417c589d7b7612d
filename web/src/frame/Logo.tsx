import classes from './frame.module.css';

/** A voice and its echo. */
export function Logo() {
  return (
    <span className={classes.logo}>
      <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="9" fill="#1d6a58" />
        <g fill="none" stroke="#fff" strokeLinecap="round" strokeWidth="2.6">
          <path d="M14.2 11.2a6.8 6.8 0 0 1 0 9.6" />
          <path d="M18.2 7.6a11.9 11.9 0 0 1 0 16.8" opacity=".75" />
          <path d="M22.3 4.6a16.9 16.9 0 0 1 0 22.8" opacity=".45" />
        </g>
        <circle cx="9" cy="16" r="3.1" fill="#ffd166" />
      </svg>
      <span className={classes.name} translate="no">
        Kaiku
      </span>
    </span>
  );
}
