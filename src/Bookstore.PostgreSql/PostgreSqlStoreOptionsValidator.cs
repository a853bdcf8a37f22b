using Bookstore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bookstore;

/// <summary>Checks the options when the store is made.</summary>
internal sealed class PostgreSqlStoreOptionsValidator : IValidateOptions<PostgreSqlStoreOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, PostgreSqlStoreOptions options)
    {
        var failures = new List<string>();
        CheckConnectionString(failures, options.ConnectionString);
        if (!SchemaName.IsValid(options.Schema))
        {
            failures.Add("PostgreSqlStoreOptions.Schema is no name for a schema here; set it to 1 to 63 lower-case letters, digits and underscores, beginning with a letter and not with pg_.");
        }

        if (options.MaxOpenUnits is < 1 or > 64)
        {
            failures.Add($"PostgreSqlStoreOptions.MaxOpenUnits is {options.MaxOpenUnits}; set it to 1 to 64.");
        }

        Check(failures, nameof(options.CommandTimeout), options.CommandTimeout, TimeSpan.FromSeconds(1));
        Check(failures, nameof(options.LockTimeout), options.LockTimeout, TimeSpan.FromMilliseconds(100));
        Check(failures, nameof(options.IdleTransactionTimeout), options.IdleTransactionTimeout, TimeSpan.FromSeconds(1));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    // The text may hold a password, so no message repeats any of it.
    private static void CheckConnectionString(List<string> failures, string connectionString)
    {
        try
        {
            if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connectionString).Host))
            {
                failures.Add("PostgreSqlStoreOptions.ConnectionString names no Host; set it to a text such as Host=localhost;Database=shop;Username=shop;Password=...");
            }
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            failures.Add("PostgreSqlStoreOptions.ConnectionString cannot be read: it has an unknown keyword or a value out of range. Set it to a text such as Host=localhost;Database=shop;Username=shop;Password=...");
        }
    }

    private static void Check(List<string> failures, string option, TimeSpan value, TimeSpan least)
    {
        if (value < least || value > Longest)
        {
            failures.Add($"PostgreSqlStoreOptions.{option} is {value}; set it to a time from {least} to {Longest}.");
        }
    }
}
