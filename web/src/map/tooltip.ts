// The label beside the pointer. The list says the same to those without one.
import { t } from '../i18n';
import { formatDate, formatPrecision, joinParts, typeName } from '../i18n/format';
import { formatTitle } from '../i18n/titles';
import type { Mark } from './marks';
import type { Point } from './project';

const LINES = 4;

export class Tooltip {
  private readonly box = document.createElement('div');

  constructor(private readonly container: HTMLElement) {
    this.box.className = 'map-tooltip';
    this.box.hidden = true;
    this.box.setAttribute('aria-hidden', 'true');
    container.appendChild(this.box);
  }

  show(mark: Mark | null, at: Point): void {
    this.box.hidden = mark === null;
    if (!mark) return;
    this.box.dir = document.documentElement.dir;
    this.box.replaceChildren(...describe(mark));
    const { clientWidth: width, clientHeight: height } = this.container;
    const flipX = at.x + 16 + this.box.offsetWidth > width - 8;
    const flipY = at.y + 16 + this.box.offsetHeight > height - 8;
    this.box.style.left = `${flipX ? at.x - 12 - this.box.offsetWidth : at.x + 16}px`;
    this.box.style.top = `${flipY ? at.y - 12 - this.box.offsetHeight : at.y + 16}px`;
  }

  remove(): void {
    this.box.remove();
  }
}

function describe(mark: Mark): HTMLElement[] {
  if (mark.kind === 'cluster') {
    const types = Object.entries(mark.cluster.types).sort(([, a], [, b]) => b - a);
    const lines = types
      .slice(0, LINES)
      .map(([type, n]) => line('span', joinParts([typeName(type), t('number', { n })])));
    return [line('strong', t('events.count', { n: mark.cluster.count })), ...lines];
  }
  const [first] = mark.events;
  if (!first) return [];
  if (mark.events.length === 1)
    return [
      line('strong', formatTitle(first)),
      line('span', joinParts([formatDate(first, 'short'), formatPrecision(first)])),
    ];
  const titles = mark.events.slice(0, LINES).map((event) => line('span', formatTitle(event)));
  return [line('strong', t('spot.title', { n: mark.events.length })), ...titles];
}

function line(tag: 'strong' | 'span', text: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
