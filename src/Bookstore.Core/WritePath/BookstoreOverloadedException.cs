namespace Bookstore;

/// <summary>Too much is waiting to be written. Nothing of the call was written; try again after <see cref="RetryAfter"/>.</summary>
public sealed class BookstoreOverloadedException : BookstoreException
{
    /// <summary>Makes an exception.</summary>
    public BookstoreOverloadedException()
        : this("The write queue is full; nothing was written. Try again in a second.")
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    public BookstoreOverloadedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    public BookstoreOverloadedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>When to try again. Default 1 second.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}
