import { useEffect, useState } from 'react';
import { useFill } from './fill.ts';

/** A picture that the server keeps. Until it is here, and where it cannot be had, its place stands with its name. */
export function KeptPhoto({ photo, label }: { photo: string; label: string }) {
  const { photos } = useFill();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    photos.look(photo).then(
      (found) => gone || setAddress(found),
      () => gone || setAddress(null),
    );
    return () => {
      gone = true;
    };
  }, [photos, photo]);
  return address === null ? (
    <span className="photo-waiting" role="img" aria-label={label} />
  ) : (
    <img src={address} alt={label} />
  );
}
