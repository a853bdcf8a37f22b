namespace Bookstore;

/// <summary>A backup was not made, and left no file behind. The message says why, and what to do.</summary>
public sealed class SqliteBackupException : BookstoreException
{
    /// <summary>Makes an exception.</summary>
    public SqliteBackupException()
        : this("The backup was not made.")
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    public SqliteBackupException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    public SqliteBackupException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The kind of failure.</summary>
    public SqliteBackupFailure Failure { get; init; }
}
