package io.callqueue.request;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;

import io.callqueue.window.CallingWindow;

/** Where a callee may be: the zone that the request names, or all those that libphonenumber knows for the number. */
public final class CalleeZones {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final PhoneNumberToTimeZonesMapper ZONES = PhoneNumberToTimeZonesMapper.getInstance();

    private CalleeZones() {}

    /** Empty when nobody knows. */
    public static Set<ZoneId> of(CallRequest request) {
        return request.timezone().map(name -> Set.of(ZoneId.of(name))).orElseGet(() -> ofNumber(request.phoneNumber()));
    }

    /** @param number in E.164 */
    static Set<ZoneId> ofNumber(String number) {
        try {
            Phonenumber.PhoneNumber parsed = NUMBERS.parse(number, null);
            Set<ZoneId> zones = known(ZONES.getTimeZonesForNumber(parsed));
            // A number of a range that is too new to be known has the zones of what its prefix is known as, such as its country.
            return zones.isEmpty() ? known(ZONES.getTimeZonesForGeographicalNumber(parsed)) : zones;
        } catch (NumberParseException e) {
            return Set.of();
        }
    }

    /** Not {@code Etc/Unknown}, which is no zone. */
    private static Set<ZoneId> known(List<String> names) {
        return names.stream().filter(CallingWindow::isZone).map(ZoneId::of).collect(Collectors.toUnmodifiableSet());
    }
}
