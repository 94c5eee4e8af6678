// The open event: what, when, who, how sure, on what evidence, and why here.
import { useEffect, useRef } from 'preact/hooks';
import { t, translated } from '../../i18n';
import { describeDatePrecision, formatDate, fullTypeName } from '../../i18n/format';
import { formatTitle } from '../../i18n/titles';
import { reload } from '../../state/load';
import { answers, currentList, type OpenEvent, step } from '../../state/session';
import { useStore } from '../../state/store';
import type { EventProperties } from '../../state/types';
import { Glyph } from '../Glyph';
import { Icon } from '../Icon';
import { closeCard } from '../keys';
import { Actions } from './Actions';
import { Confidence } from './Confidence';
import { EvidenceSection } from './EvidenceSection';
import { Facts } from './Facts';
import { NotChosen } from './NotChosen';
import { WhyHere } from './WhyHere';

function Head({ event }: { event: EventProperties }) {
  return (
    <>
      <p class="card-type">
        <Glyph type={event.event_type} filled={event.status === 'confirmed'} size={20} />
        <bdi>{fullTypeName(event)}</bdi>
      </p>
      <p class="card-date">
        <bdi>{formatDate(event)}</bdi>
        <span class="hint">{describeDatePrecision(event)}</span>
      </p>
      <div class="badges">
        {event.status && (
          <span class={`badge badge-${event.status}`}>{translated('status', event.status)}</span>
        )}
        {event.mode && event.mode !== 'present' && (
          <span class="badge">{translated('mode', event.mode, event.mode.replaceAll('_', ' '))}</span>
        )}
        <Confidence value={event.confidence} />
      </div>
    </>
  );
}

function Body({ open }: { open: OpenEvent }) {
  const { feature } = open;
  const event = feature.properties;
  return (
    <div class="card-body">
      <Head event={event} />
      <Facts event={event} isPlaced={feature.geometry !== null} />
      <EvidenceSection event={event} />
      <WhyHere feature={feature} />
      <NotChosen resolution={event.resolution ?? null} />
      <Actions open={open} />
    </div>
  );
}

function Problem({ detail }: { detail: string }) {
  return (
    <div class="card-body" role="alert">
      <p>{t('error.event', { detail })}</p>
      <button type="button" class="button is-primary" onClick={() => void reload()}>
        {t('retry')}
      </button>
    </div>
  );
}

function Steps({ id }: { id: string }) {
  useStore(answers, (now) => now.list.value);
  const list = currentList();
  const index = list?.features.findIndex((feature) => feature.id === id) ?? -1;
  if (!list || index < 0) return null;
  return (
    <footer class="card-steps">
      <button type="button" class="button is-quiet" disabled={index === 0} onClick={() => step(-1)}>
        <Icon name="previous" mirrored />
        {t('card.previous')}
      </button>
      <span class="hint">{t('card.position', { index: index + 1, n: list.matched })}</span>
      <button
        type="button"
        class="button is-quiet"
        disabled={index === list.features.length - 1}
        onClick={() => step(1)}
      >
        {t('card.next')}
        <Icon name="next" mirrored />
      </button>
    </footer>
  );
}

export function EventCard({ id }: { id: string }) {
  const { value, error } = useStore(answers, (now) => now.event);
  const heading = useRef<HTMLHeadingElement>(null);
  const open = value?.feature.id === id ? value : null;
  const openId = open?.feature.id;
  useEffect(() => {
    if (openId) heading.current?.focus({ preventScroll: true });
  }, [openId]);
  return (
    <aside class="card" aria-label={t('card.title')}>
      <header class="card-head">
        <h2 ref={heading} tabIndex={-1}>
          {open ? formatTitle(open.feature.properties) : t('card.loading')}
        </h2>
        <button type="button" class="icon-button" aria-label={t('card.close')} onClick={closeCard}>
          <Icon name="close" />
        </button>
      </header>
      <div class="card-scroll" key={id}>
        {open && <Body open={open} />}
        {!open && error && <Problem detail={error.isUnreachable ? t('error.unreachable') : error.message} />}
      </div>
      <Steps id={id} />
    </aside>
  );
}
