using System.Globalization;

namespace Bookstore.PostgreSql;

/// <summary>The time of the database's clock, the one clock that all hosts share, as the store's columns keep times: in .NET ticks.</summary>
internal static class DatabaseTime
{
    public const string Now = "(621355968000000000 + (extract(epoch FROM clock_timestamp()) * 10000000)::bigint)";

    /// <summary>How long what is due at once may take to be written and is not late yet: see <see cref="DueWork"/>, whose floor stays behind the time by more than that.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(5);

    /// <summary>Whether work is late: due for some time when it is written. The clock is read once for all rows of a statement, after their table was locked.</summary>
    /// <param name="dueAt">The column; no work is not late.</param>
    public static string IsLate(string dueAt) => string.Create(CultureInfo.InvariantCulture, $"coalesce({dueAt} <= (SELECT {Now} - {LateAfter.Ticks}), false)");
}
