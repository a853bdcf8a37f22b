namespace Bookstore;

/// <summary>The root of the faults that this library throws. Expected outcomes are values, not exceptions.</summary>
public class BookstoreException : Exception
{
    /// <summary>Makes an exception.</summary>
    public BookstoreException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    public BookstoreException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    public BookstoreException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
