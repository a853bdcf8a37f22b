using System.Reflection;
using System.Runtime.CompilerServices;
using PublicApiGenerator;
using Shouldly;
using Xunit;

namespace Bookstore.PublicApi.Tests;

/// <summary>What users can see of each package is approved: one text file each, so that every change of it is a line in a review.</summary>
public sealed class PublicApiTests
{
    private const string ApproveVariable = "BOOKSTORE_APPROVE";
    private const string ApproveCommand = $"{ApproveVariable}=1 dotnet test tests/Bookstore.PublicApi.Tests";

    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        TreatRecordsAsClasses = false,
        // The registrations live in namespaces of Microsoft's.
        DenyNamespacePrefixes = [],
        ExcludeAttributes =
        [
            typeof(CompilerGeneratedAttribute).FullName!,
            typeof(AsyncStateMachineAttribute).FullName!,
            typeof(System.Diagnostics.DebuggerStepThroughAttribute).FullName!,
            typeof(AsyncIteratorStateMachineAttribute).FullName!,
            "System.CodeDom.Compiler.GeneratedCodeAttribute",
        ],
    };

    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_the_approved_one(string package)
    {
        var surface = Assembly.Load(package).GetExportedTypes().Where(static type => !VisibleApi.IsPage(type)).ToArray().GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var path = Path.Combine(Repository.ApprovedFolder, package + ".txt");
        if (Environment.GetEnvironmentVariable(ApproveVariable) == "1")
        {
            File.WriteAllText(path, surface);
        }

        var approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : string.Empty;
        var difference = LineDiff.Between(approved, surface);

        difference.ShouldBeEmpty($"The public surface of {package} is not the approved one. If it is meant to change, run: {ApproveCommand}\n\n{difference}\n");
    }

    [Fact]
    public void Every_approved_file_has_its_package() =>
        Directory.EnumerateFiles(Repository.ApprovedFolder).Select(Path.GetFileNameWithoutExtension).ShouldBe(Repository.Packages, ignoreOrder: true);
}
