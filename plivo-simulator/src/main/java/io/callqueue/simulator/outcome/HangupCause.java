package io.callqueue.simulator.outcome;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Plivo's hangup codes with their names. A caller should judge by the code: the word of the switch in
 * {@code HangupCause} is known for 4000 and 3010 only, the others are what such a switch would say.
 *
 * @param title {@code HangupCauseName}, such as {@code Busy Line}
 * @param word {@code HangupCause}, such as {@code USER_BUSY}
 * @param source {@code HangupSource} when nobody else hung up
 * @param stage how far a call gets that meets this cause
 * @param status {@code CallStatus} of the hangup webhook, unless the call had been answered: that one is completed
 */
public record HangupCause(int code, String title, String word, String source, Stage stage, String status) {
    private static final Map<Integer, HangupCause> BY_CODE = """
            0    | Unknown                            | UNKNOWN                   | Unknown     | before_ringing | failed
            1000 | Canceled                           | ORIGINATOR_CANCEL         | API Request | ringing        | cancel
            1010 | Out Of Credits                     | OUT_OF_CREDITS            | Plivo       | before_ringing | failed
            1020 | Simultaneous dial limit reached    | CALL_REJECTED             | Plivo       | before_ringing | failed
            2000 | Invalid Destination Address        | INVALID_NUMBER_FORMAT     | Plivo       | before_ringing | failed
            2010 | Destination Out Of Service         | DESTINATION_OUT_OF_ORDER  | Carrier     | before_ringing | failed
            2020 | Endpoint Not Registered            | USER_NOT_REGISTERED       | Plivo       | before_ringing | failed
            2030 | Destination Country Barred         | OUTGOING_CALL_BARRED      | Plivo       | before_ringing | failed
            2040 | Destination Number Barred          | OUTGOING_CALL_BARRED      | Plivo       | before_ringing | failed
            2050 | Destination Barred                 | OUTGOING_CALL_BARRED      | Plivo       | before_ringing | failed
            2060 | Not Allowed                        | OUTGOING_CALL_BARRED      | Plivo       | before_ringing | failed
            2070 | Not Compliant                      | OUTGOING_CALL_BARRED      | Plivo       | before_ringing | failed
            3000 | No Answer                          | NO_ANSWER                 | Carrier     | ringing        | no-answer
            3010 | Busy Line                          | USER_BUSY                 | Carrier     | before_ringing | busy
            3020 | Rejected                           | CALL_REJECTED             | Callee      | ringing        | failed
            3030 | Unknown Caller ID                  | CALL_REJECTED             | Carrier     | before_ringing | failed
            3040 | Forbidden                          | CALL_REJECTED             | Carrier     | before_ringing | failed
            3050 | Unallocated Number                 | UNALLOCATED_NUMBER        | Carrier     | before_ringing | failed
            3070 | Request Timeout                    | RECOVERY_ON_TIMER_EXPIRE  | Carrier     | before_ringing | failed
            3080 | Internal Server Error From Carrier | NORMAL_TEMPORARY_FAILURE  | Carrier     | before_ringing | failed
            3090 | Network Congestion From Carrier    | NORMAL_CIRCUIT_CONGESTION | Carrier     | before_ringing | failed
            3100 | Busy Everywhere                    | USER_BUSY                 | Carrier     | before_ringing | busy
            3110 | Declined                           | CALL_REJECTED             | Callee      | ringing        | failed
            3120 | User Does Not Exist Anywhere       | UNALLOCATED_NUMBER        | Carrier     | before_ringing | failed
            3130 | Spam Block                         | CALL_REJECTED             | Carrier     | before_ringing | failed
            3140 | DNO Caller ID                      | CALL_REJECTED             | Carrier     | before_ringing | failed
            4000 | Normal Hangup                      | NORMAL_CLEARING           | Callee      | answered       | completed
            4010 | End Of XML Instructions            | NORMAL_CLEARING           | Plivo       | answered       | completed
            4020 | Multiparty Call Ended              | NORMAL_CLEARING           | Plivo       | answered       | completed
            4030 | Kicked Out Of Multiparty Call      | NORMAL_CLEARING           | API Request | answered       | completed
            5000 | Network Error                      | NETWORK_OUT_OF_ORDER      | Plivo       | before_ringing | failed
            5010 | Internal Error                     | NORMAL_TEMPORARY_FAILURE  | Plivo       | before_ringing | failed
            5020 | Routing Error                      | NO_ROUTE_DESTINATION      | Plivo       | before_ringing | failed
            5030 | Concurrency Limit Reached          | CALL_REJECTED             | Plivo       | before_ringing | failed
            6000 | Scheduled Hangup                   | ALLOTTED_TIMEOUT          | Plivo       | answered       | completed
            6010 | Ring Timeout Reached               | NO_ANSWER                 | Plivo       | ringing        | no-answer
            6020 | Media Timeout                      | MEDIA_TIMEOUT             | Plivo       | answered       | completed
            7011 | Error Reaching Answer URL          | NORMAL_CLEARING           | Error       | answered       | completed
            7012 | Error Reaching Action URL          | NORMAL_CLEARING           | Error       | answered       | completed
            7014 | Error Reaching Redirect URL        | NORMAL_CLEARING           | Error       | answered       | completed
            7031 | Invalid Method For Answer URL      | NORMAL_CLEARING           | Error       | answered       | completed
            7034 | Invalid Method For Redirect URL    | NORMAL_CLEARING           | Error       | answered       | completed
            8011 | Invalid Answer XML                 | NORMAL_CLEARING           | Error       | answered       | completed
            8012 | Invalid Action XML                 | NORMAL_CLEARING           | Error       | answered       | completed
            8014 | Invalid Redirect XML               | NORMAL_CLEARING           | Error       | answered       | completed
            9000 | Lost Race                          | LOSE_RACE                 | Plivo       | ringing        | completed
            9100 | Machine Detected                   | NORMAL_CLEARING           | Plivo       | answered       | completed
            9110 | Confirm Key Challenge Failed       | NORMAL_CLEARING           | Plivo       | answered       | completed
            """
            .lines().map(HangupCause::parse).collect(Collectors.toMap(HangupCause::code, Function.identity()));

    public static final HangupCause CANCELED = known(1000);
    public static final HangupCause INVALID_DESTINATION = known(2000);
    public static final HangupCause NO_ANSWER = known(3000);
    public static final HangupCause BUSY = known(3010);
    public static final HangupCause REJECTED = known(3020);
    public static final HangupCause CARRIER_CONGESTION = known(3090);
    public static final HangupCause NORMAL = known(4000);
    public static final HangupCause END_OF_XML = known(4010);
    public static final HangupCause NETWORK_ERROR = known(5000);
    public static final HangupCause SCHEDULED = known(6000);
    public static final HangupCause RING_TIMEOUT = known(6010);
    public static final HangupCause ANSWER_URL_UNREACHABLE = known(7011);
    public static final HangupCause INVALID_ANSWER_XML = known(8011);
    public static final HangupCause MACHINE_DETECTED = known(9100);

    private static HangupCause parse(String row) {
        String[] cells = row.split("\\|");
        return new HangupCause(Integer.parseInt(cells[0].strip()), cells[1].strip(), cells[2].strip(), cells[3].strip(),
                Stage.valueOf(cells[4].strip().toUpperCase(Locale.ROOT)), cells[5].strip());
    }

    private static HangupCause known(int code) {
        return Objects.requireNonNull(BY_CODE.get(code));
    }

    public static Optional<HangupCause> byCode(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
