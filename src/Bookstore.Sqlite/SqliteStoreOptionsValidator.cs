using Bookstore.Sqlite;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Checks the options when the host starts, or the store is made. Each message names the shop where it has a name.</summary>
internal sealed class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>
{
    private const long MostLog = 1L << 40;

    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options)
    {
        var failures = new List<string>();
        if (!DatabaseFile.TryParse(options.ConnectionString, out _, out var failure))
        {
            failures.Add(failure);
        }

        if (options.BusyTimeout < TimeSpan.Zero || options.BusyTimeout > TimeSpan.FromSeconds(60))
        {
            failures.Add($"SqliteStoreOptions.BusyTimeout is {options.BusyTimeout}; set it to a time from 0 to 60 seconds.");
        }

        Check(failures, nameof(options.MaxReaders), options.MaxReaders, 1, 256);
        Check(failures, nameof(options.CacheSizeKiB), options.CacheSizeKiB, 1_024, 4_194_304);
        Check(failures, nameof(options.CheckpointPages), options.CheckpointPages, 100, 1_000_000);
        var leastLog = 4L * options.CheckpointPages * WriteAheadLog.PageSize;
        if (options.MaxLogSize < leastLog || options.MaxLogSize > MostLog)
        {
            failures.Add($"SqliteStoreOptions.MaxLogSize is {options.MaxLogSize}; set it to {leastLog} (four times CheckpointPages) to {MostLog} bytes.");
        }

        Check(failures, nameof(options.CachedRecords), options.CachedRecords, 0, 10_000_000);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(string.IsNullOrEmpty(name) ? failures : failures.Select(failure => $"Shop '{name}': {failure}"));
    }

    private static void Check(List<string> failures, string option, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            failures.Add($"SqliteStoreOptions.{option} is {value}; set it to {least} to {most}.");
        }
    }
}
