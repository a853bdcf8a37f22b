namespace Bookstore;

/// <summary>A page's cursor is not one that the list gave out.</summary>
public sealed class InvalidCursorException : ArgumentException
{
    /// <summary>Makes an exception.</summary>
    public InvalidCursorException()
        : this("The cursor is not one of this list. Start again without a cursor.")
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    public InvalidCursorException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    public InvalidCursorException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
