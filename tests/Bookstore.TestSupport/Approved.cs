using System.Runtime.CompilerServices;
using Shouldly;

namespace Bookstore.Support;

/// <summary>Compares a text with one that is kept beside its test, or in the file of a full path. BOOKSTORE_APPROVE=1 writes it anew.</summary>
public static class Approved
{
    public static void ShouldBeApproved(this string text, string name, [CallerFilePath] string test = "")
    {
        var path = Path.IsPathFullyQualified(name) ? name : Path.Combine(Path.GetDirectoryName(test)!, name + ".approved.txt");
        if (Environment.GetEnvironmentVariable("BOOKSTORE_APPROVE") == "1")
        {
            File.WriteAllText(path, text);
        }

        text.ShouldBe(File.ReadAllText(path), $"If the change is intended, run the test with BOOKSTORE_APPROVE=1 and change the documentation.");
    }
}
