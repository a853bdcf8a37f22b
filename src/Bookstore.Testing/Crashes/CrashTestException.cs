namespace Bookstore.Testing;

/// <summary>A run of a <see cref="CrashTest"/> failed. The inner exception says what was wrong.</summary>
public sealed class CrashTestException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="crash">Where the host died; <see langword="null"/> when it did not.</param>
    /// <param name="innerException">What was wrong.</param>
    public CrashTestException(CrashPoint? crash, Exception innerException)
        : base($"{(crash is null ? "Without a crash" : $"After a crash at boundary {crash}")}: {innerException?.Message}", innerException) => Crash = crash;

    /// <summary>Where the host died; <see langword="null"/> when it did not.</summary>
    public CrashPoint? Crash { get; }
}
