namespace Bookstore.PostgreSql;

/// <summary>Rows that are handed over as one array a column, as a table named <c>given</c>.</summary>
/// <remarks>
/// The arrays are unnested side by side in the select list, where the server makes one row after the other. In a <c>FROM</c> clause it would
/// first store each array in a table of its own, which takes three times as long.
/// </remarks>
internal static class UnnestedRows
{
    /// <summary>
    /// The end of each insert of such rows. A server that keeps a schema on another node (Citus) sends the insert to it as it is, so that an error keeps its code; without this it would copy the rows, and report
    /// every error of the copy as an internal one. On one server it costs nothing that can be measured.
    /// </summary>
    public const string Returning = "RETURNING 1";

    /// <summary>The table, its columns bound as <c>$1</c> and so on.</summary>
    /// <param name="columns">The columns' names, separated by commas.</param>
    /// <param name="types">Their types, in the same order.</param>
    public static string Of(string columns, string types)
    {
        var names = columns.Split(", ");
        var kinds = types.Split(", ");
        var unnested = new string[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            unnested[i] = $"unnest(${i + 1}::{kinds[i]}[]) AS {names[i]}";
        }

        return $"(SELECT {string.Join(", ", unnested)}) AS given";
    }
}
