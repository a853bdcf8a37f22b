namespace Bookstore.PostgreSql;

/// <summary>The name of the schema that holds the tables.</summary>
internal static class SchemaName
{
    // As PostgreSQL cuts longer ones.
    private const int MaxLength = 63;

    public static bool IsValid(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > MaxLength || !(char.IsAsciiLetterLower(name[0]) || name[0] == '_') || name.StartsWith("pg_", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var character in name)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '_')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The name as it is written in a statement. A valid name has no quote in it.</summary>
    public static string Quote(string name) => $"\"{name}\"";
}
