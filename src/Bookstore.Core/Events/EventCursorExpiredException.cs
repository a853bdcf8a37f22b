using System.Globalization;

namespace Bookstore;

/// <summary>The events after a position were removed already (<see cref="EventOptions.Retention"/>), so that reading on would leave a gap.</summary>
/// <remarks>Fetch the current state of what the consumer keeps, then begin without a position, or with <see cref="OldestPosition"/>.</remarks>
public sealed class EventCursorExpiredException : BookstoreException
{
    /// <summary>Makes an exception.</summary>
    public EventCursorExpiredException()
        : this("The events after this position are no longer kept. Fetch the current state, then read the feed from its beginning.")
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    public EventCursorExpiredException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    public EventCursorExpiredException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="after">The position that was asked for.</param>
    /// <param name="oldestPosition">The position behind which all events are kept.</param>
    public EventCursorExpiredException(long after, long oldestPosition)
        : this(string.Create(CultureInfo.InvariantCulture, $"Events after position {after} are no longer kept; the feed begins behind {oldestPosition}. Fetch the current state, then read the feed from its beginning.")) =>
        OldestPosition = oldestPosition;

    /// <summary>The least position that can be read from: all events behind it are kept.</summary>
    public long OldestPosition { get; }
}
