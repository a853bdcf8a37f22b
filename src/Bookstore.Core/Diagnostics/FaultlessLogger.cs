using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bookstore.Diagnostics;

/// <summary>A logger that never throws: a log provider that does, on a full disk for example, must not change what happens to an order.</summary>
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A log provider that throws must not end the work that is logged.")]
internal class FaultlessLogger(ILogger logger) : ILogger
{
    /// <summary>Wraps a logger.</summary>
    /// <param name="logger">The logger; <see langword="null"/> where the application has none.</param>
    public static ILogger<T> Over<T>(ILogger<T>? logger) => logger as FaultlessLogger<T> ?? new FaultlessLogger<T>(logger ?? NullLogger<T>.Instance);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return logger.BeginScope(state) is { } scope ? new Scope(scope) : null;
        }
        catch
        {
            return null;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return logger.IsEnabled(logLevel);
        }
        catch
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch
        {
            // Lost.
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "See the class.")]
    private sealed class Scope(IDisposable scope) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                scope.Dispose();
            }
            catch
            {
                // Lost.
            }
        }
    }
}

/// <inheritdoc/>
internal sealed class FaultlessLogger<T>(ILogger<T> logger) : FaultlessLogger(logger), ILogger<T>;

/// <summary>Makes loggers that never throw, out of the application's own.</summary>
internal sealed class FaultlessLoggers(ILoggerFactory application) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new FaultlessLogger(application.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => application.AddProvider(provider);

    public void Dispose()
    {
        // The application's factory is not this one's to dispose.
    }
}
