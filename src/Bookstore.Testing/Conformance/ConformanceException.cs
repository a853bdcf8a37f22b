namespace Bookstore.Testing;

/// <summary>A contract is not kept.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was expected and what came.</param>
    public ConformanceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was expected and what came.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    public ConformanceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
