/** Keeps a scrolling list at its end while it grows, unless the user has scrolled up. */
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";

/** Pixels from the end that count as the end. */
const NEAR = 48;

interface FollowsEnd {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  follows: boolean;
  toEnd: () => void;
}

export function useFollowEnd(): FollowsEnd {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const wants = useRef(true);
  const [follows, setFollows] = useState(true);

  const pin = useCallback(() => {
    const box = scroller.current;
    if (box !== null && wants.current) box.scrollTop = box.scrollHeight;
  }, []);

  useEffect(() => {
    const box = scroller.current;
    const inner = content.current;
    if (box === null || inner === null) return;
    let top = box.scrollTop;
    const onScroll = () => {
      const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
      // Only scrolling up leaves the end; growth of the list does not.
      if (atEnd) wants.current = true;
      else if (box.scrollTop < top - 1) wants.current = false;
      top = box.scrollTop;
      setFollows(wants.current);
    };
    const grown = new ResizeObserver(pin);
    grown.observe(inner);
    grown.observe(box);
    box.addEventListener("scroll", onScroll, { passive: true });
    pin();
    return () => {
      grown.disconnect();
      box.removeEventListener("scroll", onScroll);
    };
  }, [pin]);

  const toEnd = useCallback(() => {
    wants.current = true;
    setFollows(true);
    pin();
  }, [pin]);

  return { scroller, content, follows, toEnd };
}
