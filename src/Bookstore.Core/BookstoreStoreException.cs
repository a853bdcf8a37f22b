namespace Bookstore;

/// <summary>The store cannot be used. The message says why, and what to do.</summary>
public sealed class BookstoreStoreException : BookstoreException
{
    /// <summary>Makes an exception.</summary>
    public BookstoreStoreException()
        : this("The store cannot be used.")
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    public BookstoreStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    public BookstoreStoreException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether it may work again by itself: a busy file, a lost connection, a full disk that is being emptied.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether it is not known if the write took effect. Send the same request again with the same idempotency key to find out.</summary>
    public bool IsOutcomeUnknown { get; init; }

    /// <summary>Whether the store as a whole cannot be used until a person acts, and nothing was written: its file was moved or deleted, for example.</summary>
    public bool IsUnavailable { get; init; }

    /// <summary>The record that cannot be read, where one row is damaged or was written by another program: its id. <see langword="null"/> otherwise.</summary>
    public string? RecordId { get; init; }
}
