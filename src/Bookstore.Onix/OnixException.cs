namespace Bookstore.Onix;

/// <summary>A file cannot be read as ONIX for Books, or not to its end. The records before <see cref="Line"/> have been read.</summary>
public sealed class OnixException : BookstoreException
{
    /// <summary>Makes an exception.</summary>
    public OnixException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    public OnixException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    public OnixException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="line">The line of the file.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    internal OnixException(string message, long line, Exception? innerException = null)
        : base($"Line {line}: {message}", innerException) => Line = line;

    /// <summary>The line of the unpacked file, from 1; zero when it is not known.</summary>
    public long Line { get; }
}
