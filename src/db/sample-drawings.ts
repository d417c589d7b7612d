/** A picture drawn for the trial mode, with its description for those who cannot see it. */
export interface Drawing {
  readonly fileName: string;
  readonly alt: string;
  /** 1200 × 630, as networks show a shared picture. */
  readonly svg: string;
}

const SKY = '<rect width="1200" height="630" fill="#16324a"/>';
const SNOW = '<path d="M0 470Q300 430 620 470T1200 455V630H0Z" fill="#eef3f6"/>';
const FELLS =
  '<path d="M0 470L210 300 370 400 560 250 760 410 930 310 1200 450V630H0Z" fill="#2f5266"/><path d="M560 250l60 47-40-8-30 22-45-17zM210 300l45 27-35-4-28 16-25-9z" fill="#dfe9ee"/>';
const LIGHTS =
  '<path d="M0 190C220 60 420 240 640 130S1000 40 1200 150v70C1000 120 840 210 650 210S230 160 0 270Z" fill="#4fd1a5" opacity=".45"/><path d="M0 120C260 20 480 150 720 80s330-40 480-10v40c-180-30-300 0-480 40S260 110 0 190Z" fill="#8be3c6" opacity=".3"/>';

export const LOG_HOUSE: Drawing = {
  fileName: 'hirsitalo.png',
  alt: 'Piirros: hirsitalo lumessa tunturien edessä, taivaalla revontulet.',
  svg: frame(
    SKY +
      LIGHTS +
      FELLS +
      SNOW +
      '<path d="M380 360L600 240l220 120v20H380Z" fill="#f6f9fa"/><path d="M410 378h380v130H410Z" fill="#9a6a3c"/>' +
      [396, 416, 436, 456, 476, 496]
        .map((y) => `<path d="M402 ${y}h396" stroke="#6f4824" stroke-width="4"/>`)
        .join('') +
      '<rect x="565" y="410" width="72" height="98" fill="#4a3018"/><rect x="450" y="410" width="70" height="56" fill="#ffd98a"/><rect x="684" y="410" width="70" height="56" fill="#ffd98a"/>' +
      '<path d="M485 410v56m-35-28h70M719 410v56m-35-28h70" stroke="#5d3d1e" stroke-width="5"/><rect x="690" y="255" width="42" height="70" fill="#7b4b3a"/>' +
      tree(250, 500, 1.1) +
      tree(930, 500, 1.3) +
      tree(1040, 520, 0.9),
  ),
};

export const RENOVATION: Drawing = {
  fileName: 'korjaus.png',
  alt: 'Piirros: kerrostalo, jonka seinästä puolet on uudistettu, ja sen edessä teline.',
  svg: frame(
    '<rect width="1200" height="630" fill="#cfe3ee"/><rect y="520" width="1200" height="110" fill="#8aa17f"/>' +
      '<rect x="330" y="130" width="270" height="400" fill="#b9aa95"/><rect x="600" y="130" width="270" height="400" fill="#e7efe9"/><path d="M310 130h580l-30-34H340Z" fill="#46555e"/>' +
      [180, 270, 360, 450]
        .flatMap((y) =>
          [370, 460, 550, 640, 730, 820].map(
            (x) => `<rect x="${x - 26}" y="${y}" width="46" height="54" fill="${x < 600 ? '#6d7f86' : '#2f7fa3'}"/>`,
          ),
        )
        .join('') +
      '<path d="M315 150v380M300 530h30M315 240h60M315 330h60M315 420h60M375 150v380" stroke="#d9822b" stroke-width="8" fill="none"/>',
  ),
};

export const TIMBER_FRAME: Drawing = {
  fileName: 'puurunko.png',
  alt: 'Piirros: rakenteilla olevan talon puurunko kesäyön auringossa.',
  svg: frame(
    '<rect width="1200" height="630" fill="#fbe3c0"/><circle cx="880" cy="330" r="90" fill="#f6a54b"/><path d="M0 430L260 330 520 420 820 320 1200 430V630H0Z" fill="#7d9a86"/><rect y="500" width="1200" height="130" fill="#5f7d62"/>' +
      '<g stroke="#8a5a2b" stroke-width="16" fill="none"><path d="M340 520V300L600 170l260 130v220M340 300h520M340 520h520M470 520V235M600 520V170M730 520V235M340 410h520"/><path d="M340 410l130-110M860 410L730 300"/></g>' +
      tree(200, 540, 1) +
      tree(1010, 545, 1.2),
  ),
};

function tree(x: number, y: number, size: number): string {
  return `<g transform="translate(${x} ${y}) scale(${size})"><rect x="-7" y="-20" width="14" height="30" fill="#4a3018"/><path d="M0-170L46-90H24l38 66H-62l38-66h-22z" fill="#24493a"/></g>`;
}

function frame(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">${content}</svg>`;
}
