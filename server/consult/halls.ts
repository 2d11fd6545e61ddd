import type { City } from '../affairs/schema.ts';
import type { Hall } from '../orders/types.ts';

/** The halls of the city's layer where appointments are taken, each with the services that name it. */
export function hallsOf(city: City): readonly Hall[] {
  return city.halls.map(({ id, name, english, address, addressEnglish, phone, open, slots }): Hall => {
    const services = Object.entries(city.services)
      .filter(([, local]) => local.halls.includes(id))
      .map(([service]) => service);
    return {
      id,
      name: { zh: name, en: english ?? name },
      address: { zh: address, en: addressEnglish ?? address },
      ...(phone === undefined ? {} : { phone }),
      // A hall that no service names takes all of them.
      ...(services.length === 0 ? {} : { services }),
      open,
      slots,
    };
  });
}
