using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Bookstore.Support;

/// <summary>Keeps each log entry with the scopes that it was written in, as they are read.</summary>
public sealed class ScopedLogs : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<(int Id, string Scopes)> _entries = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public IReadOnlyCollection<(int Id, string Scopes)> Entries => _entries;

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
        // Owns nothing.
    }

    private void Add(int id)
    {
        var scopes = new List<string>();
        _scopes.ForEachScope(static (scope, list) => list.Add(scope is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(';', values.Select(value => $"{value.Key}={value.Value}")) : $"{scope}"), scopes);
        _entries.Enqueue((id, string.Join(' ', scopes)));
    }

    private sealed class Logger(ScopedLogs logs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logs._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => logs.Add(eventId.Id);
    }
}
