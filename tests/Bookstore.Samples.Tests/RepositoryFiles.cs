using System.Runtime.CompilerServices;

namespace Bookstore.Samples;

/// <summary>Where the files of this repository are, and those beside it.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Folder(), "..", ".."));

    public static string Readme => Path.Combine(Root, "README.md");

    public static string Excerpt => Path.Combine(Root, "samples", "Bookstore.InProcess", "Data", "books-excerpt.csv");

    /// <summary>The whole goodbooks-10k, which is not part of this repository: BOOKSTORE_BOOKS_CSV says where it is.</summary>
    public static string WholeCatalogue => Environment.GetEnvironmentVariable("BOOKSTORE_BOOKS_CSV")
        ?? Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", "goodbooks-10k", "books.csv"));

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
