using Xunit;

namespace Bookstore.Crash;

/// <summary>Every point at which a process is killed, and what becomes of the order by recovery alone and by sending the requests again.</summary>
internal static class CrashTable
{
    public const string Nothing = "nothing";
    public const string Created = "Created Captured";
    public const string GivenUp = "Rejected Voided";
    public const string Declined = "Rejected Declined";
    public const string Voided = "Cancelled Voided";
    public const string Refunded = "Cancelled Refunded";
    public const string CaptureFailed = "Created CaptureFailed";
    public const string RefundFailed = "Cancelled RefundFailed";
    public const string Scheduled = "Created Captured Scheduled";
    public const string Dispatched = "Created Captured Dispatched";
    public const string Delivered = "Delivered Captured Delivered";
    public const string CalledOff = "Cancelled Refunded Cancelled";

    /// <summary>Scenario, crash point, state after recovery, state after a resend. In every run: a crash in the middle of each scenario.</summary>
    public static TheoryData<string, string, string, string> Rows => new()
    {
        { "place", "opened:after", GivenUp, Created },
        { "place", "captured:after", Created, Created },
        { "decline", "authorize:after", Declined, Declined },
        { "cancel", "void:after", Voided, Voided },
        { "refund", "refund:after", Refunded, Refunded },
        { "late-void", "refund-owed:after", Refunded, Refunded },
        { "refund-refused", "refundfailed:after", RefundFailed, Refunded },
        { "capture-refused", "capturefailed:after", CaptureFailed, Voided },
        { "recover", "confirmed:before", Created, Created },
        { "give-up", "void:after", GivenUp, GivenUp },
        { "deliver", "booked:after", Scheduled, Delivered },
        { "deliver", "dispatched:after", Dispatched, Delivered },
        { "call-off", "call-off:after", CalledOff, CalledOff },
    };

    /// <summary>The others, in the long form: both sides of each durable state that a crash can leave.</summary>
    public static TheoryData<string, string, string, string> MoreRows => new()
    {
        { "place", "opened:before", Nothing, Created },
        { "place", "authorize:after", Created, Created },
        { "place", "confirmed:after", Created, Created },
        { "place", "capture:after", Created, Created },
        { "place", "authorize:before", GivenUp, Created },
        { "place", "confirmed:before", Created, Created },
        { "place", "capture:before", Created, Created },
        { "place", "captured:before", Created, Created },
        { "decline", "authorize:before", GivenUp, Declined },
        { "decline", "rejected:after", Declined, Declined },
        { "decline", "rejected:before", Declined, Declined },
        { "cancel", "cancelled:before", Created, Voided },
        { "cancel", "cancelled:after", Voided, Voided },
        { "cancel", "void:before", Voided, Voided },
        { "cancel", "voided:before", Voided, Voided },
        { "cancel", "voided:after", Voided, Voided },
        { "refund", "cancelled:before", Created, Refunded },
        { "refund", "cancelled:after", Refunded, Refunded },
        { "refund", "refund:before", Refunded, Refunded },
        { "refund", "refunded:before", Refunded, Refunded },
        { "refund", "refunded:after", Refunded, Refunded },
        { "late-void", "void:before", Refunded, Refunded },
        { "late-void", "cancelled:before", Created, Refunded },
        { "late-void", "void:after", Refunded, Refunded },
        { "late-void", "refund-owed:before", Refunded, Refunded },
        { "late-void", "refund:after", Refunded, Refunded },
        { "refund-refused", "refundfailed:before", RefundFailed, Refunded },
        { "refund-refused", "refunded:after", Refunded, Refunded },
        { "refund-refused", "refunded:before", RefundFailed, Refunded },
        { "capture-refused", "cancelled:after", Voided, Voided },
        { "capture-refused", "capturefailed:before", CaptureFailed, Voided },
        { "capture-refused", "cancelled:before", CaptureFailed, Voided },
        { "capture-refused", "voided:after", Voided, Voided },
        { "recover", "confirmed:after", Created, Created },
        { "give-up", "rejected:before", GivenUp, GivenUp },
        { "give-up", "rejected:after", GivenUp, GivenUp },
        { "give-up", "void:before", GivenUp, GivenUp },
        { "deliver", "scheduled:before", Created, Delivered },
        { "deliver", "scheduled:after", Scheduled, Delivered },
        { "deliver", "book:after", Scheduled, Delivered },
        { "deliver", "delivered:after", Delivered, Delivered },
        { "deliver", "book:before", Scheduled, Delivered },
        { "deliver", "booked:before", Scheduled, Delivered },
        { "deliver", "dispatched:before", Scheduled, Delivered },
        { "deliver", "delivered:before", Dispatched, Delivered },
        { "call-off", "call-off:before", CalledOff, CalledOff },
        { "call-off", "cancelled:before", Scheduled, CalledOff },
        { "call-off", "cancelled:after", CalledOff, CalledOff },
        { "call-off", "called-off:before", CalledOff, CalledOff },
        { "call-off", "called-off:after", CalledOff, CalledOff },
    };
}
