using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Bookstore.Crash;

/// <summary>Writes each entry of the log as a line: its event id.</summary>
internal sealed class LogLines(Action<string> write) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        write(eventId.Id.ToString(CultureInfo.InvariantCulture));

    public void Dispose()
    {
    }
}
