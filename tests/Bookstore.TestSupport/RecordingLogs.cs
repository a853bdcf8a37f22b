using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Bookstore.Support;

/// <summary>Keeps the ids and levels of what is logged; can be told to fail instead, as a log provider may.</summary>
public sealed class RecordingLogs : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(int Id, LogLevel Level)> _entries = new();
    private readonly ConcurrentQueue<string> _texts = new();

    /// <summary>Called before an entry is kept; may throw.</summary>
    public Action<int>? OnLog { get; set; }

    public IReadOnlyCollection<(int Id, LogLevel Level)> Entries => _entries;

    /// <summary>The entries as they are read, in order.</summary>
    public IReadOnlyCollection<string> Texts => _texts;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        OnLog?.Invoke(eventId.Id);
        _entries.Enqueue((eventId.Id, logLevel));
        _texts.Enqueue(formatter(state, exception));
    }

    public void Dispose()
    {
        // Owns nothing.
    }
}
