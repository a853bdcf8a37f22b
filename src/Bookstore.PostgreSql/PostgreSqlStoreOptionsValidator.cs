using System.Data.Common;
using Bookstore.PostgreSql;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bookstore;

/// <summary>Checks the options when the host starts, or the store is made. Each message names the shop where it has a name.</summary>
internal sealed class PostgreSqlStoreOptionsValidator : IValidateOptions<PostgreSqlStoreOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, PostgreSqlStoreOptions options)
    {
        var failures = new List<string>();
        CheckConnectionString(failures, options);
        if (!SchemaName.IsValid(options.Schema))
        {
            failures.Add("PostgreSqlStoreOptions.Schema is no name for a schema here; set it to 1 to 63 lower-case letters, digits and underscores, beginning with a letter and not with pg_.");
        }

        if (options.MaxOpenUnits is < 1 or > 64)
        {
            failures.Add($"PostgreSqlStoreOptions.MaxOpenUnits is {options.MaxOpenUnits}; set it to 1 to 64.");
        }

        if (options.MaxReaders is < 1 or > 1_000)
        {
            failures.Add($"PostgreSqlStoreOptions.MaxReaders is {options.MaxReaders}; set it to 1 to 1000.");
        }

        if (!Enum.IsDefined(options.ReadFrom))
        {
            failures.Add($"PostgreSqlStoreOptions.ReadFrom is {options.ReadFrom}; set it to {nameof(PostgreSqlReadFrom.Primary)} or {nameof(PostgreSqlReadFrom.Standbys)}.");
        }

        Check(failures, nameof(options.ReadQueueTimeout), options.ReadQueueTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Check(failures, nameof(options.ReadTimeout), options.ReadTimeout, TimeSpan.FromMilliseconds(100));
        Check(failures, nameof(options.CommandTimeout), options.CommandTimeout, TimeSpan.FromSeconds(1));
        Check(failures, nameof(options.LockTimeout), options.LockTimeout, TimeSpan.FromMilliseconds(100));
        Check(failures, nameof(options.IdleTransactionTimeout), options.IdleTransactionTimeout, TimeSpan.FromSeconds(1));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(string.IsNullOrEmpty(name) ? failures : failures.Select(failure => $"Shop '{name}': {failure}"));
    }

    // The text may hold a password, so no message repeats any of it.
    private static void CheckConnectionString(List<string> failures, PostgreSqlStoreOptions options)
    {
        try
        {
            var host = new NpgsqlConnectionStringBuilder(options.ConnectionString).Host;
            if (string.IsNullOrEmpty(host))
            {
                failures.Add("PostgreSqlStoreOptions.ConnectionString names no Host; set it to a text such as Host=localhost;Database=shop;Username=shop;Password=...");
            }
            else if (options.ReadFrom == PostgreSqlReadFrom.Standbys && ServerPool.CountHosts(host) < 2)
            {
                failures.Add("PostgreSqlStoreOptions.ReadFrom is Standbys, but ConnectionString names one Host; name the primary and its standbys, such as Host=db1,db2, or set ReadFrom to Primary.");
            }

            CheckPoolSize(failures, options);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            failures.Add($"PostgreSqlStoreOptions.ConnectionString cannot be read: {WhatIsWrong(options.ConnectionString)}. Set it to a text such as Host=localhost;Database=shop;Username=shop;Password=...");
        }
    }

    // Names a keyword and never a value.
    private static string WhatIsWrong(string? connectionString)
    {
        try
        {
            var pairs = new DbConnectionStringBuilder { ConnectionString = connectionString };
            foreach (string keyword in pairs.Keys)
            {
                if (!IsKnown(keyword))
                {
                    return $"it has the unknown keyword \"{keyword}\"";
                }

                if (!CanBe(keyword, pairs[keyword]))
                {
                    return $"the value of {keyword} is out of range or of another kind";
                }
            }
        }
        catch (ArgumentException)
        {
            // Not even keywords and values.
        }

        return "it has an unknown keyword or a value out of range";
    }

    private static bool IsKnown(string keyword) => new NpgsqlConnectionStringBuilder().ContainsKey(keyword);

    private static bool CanBe(string keyword, object value)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder { [keyword] = value };
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidOperationException or InvalidCastException)
        {
            return false;
        }
    }

    private static void CheckPoolSize(List<string> failures, PostgreSqlStoreOptions options)
    {
        if (ConnectionDefaults.ReadMaximumPoolSize(options.ConnectionString) is { } size && size < PoolSizes.Least(options.MaxOpenUnits))
        {
            failures.Add($"PostgreSqlStoreOptions.ConnectionString has Maximum Pool Size={size}; set it to {PoolSizes.Least(options.MaxOpenUnits)} at least, which is PostgreSqlStoreOptions.MaxOpenUnits and three more, or leave it out.");
        }
    }

    private static void Check(List<string> failures, string option, TimeSpan value, TimeSpan least) => Check(failures, option, value, least, Longest);

    private static void Check(List<string> failures, string option, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            failures.Add($"PostgreSqlStoreOptions.{option} is {value}; set it to a time from {least} to {most}.");
        }
    }
}
