namespace Bookstore.Testing;

/// <summary>What goes wrong with one call to a gateway or a courier.</summary>
public enum CallFault
{
    /// <summary>The call is refused for good: an authorization is declined, a capture, a void or a refund refused, a booking or its cancellation turned down. Not for other calls.</summary>
    Refuse,

    /// <summary>The call fails with an exception, and nothing has happened.</summary>
    Fail,

    /// <summary>The call takes effect, and its answer is lost: the caller sees a time-out. The charge that timed out, for one.</summary>
    LoseAnswer,

    /// <summary>The answer is that the outcome is unknown, and nothing has happened. An exception where a call has no such answer.</summary>
    AnswerUnknown,

    /// <summary>The call does not return until the caller gives up; it has no effect.</summary>
    Hang,

    /// <summary>The call takes effect and does not return until the caller gives up.</summary>
    HangAfterEffect,

    /// <summary>The call does not return, and takes effect when the test says so: a delayed message.</summary>
    ArriveLate,

    /// <summary>The call arrives twice, and the second answer is the one that the caller sees.</summary>
    ArriveTwice,
}
