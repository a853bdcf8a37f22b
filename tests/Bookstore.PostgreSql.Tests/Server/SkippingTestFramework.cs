using System.Reflection;
using Bookstore.Support;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: Xunit.TestFramework("Bookstore.PostgreSql.SkippingTestFramework", "Bookstore.PostgreSql.Tests")]

namespace Bookstore.PostgreSql;

/// <summary>
/// Skips every test, and says why, where there is no server, or no pooler, to test with, and what takes minutes in a short run: the facts of the conformance suite cannot know that.
/// Runs the cases of that suite beside each other, although they are in one class: each has a schema of its own.
/// </summary>
public sealed class SkippingTestFramework(IMessageSink messageSink) : XunitTestFramework(messageSink)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assemblyName, ISourceInformationProvider source, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assemblyName, source, diagnostics)
    {
        private const int Groups = 4;

        protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(
                Grouped(testCases).Select(test => ReasonToSkip(test) is { } reason ? new SkippedTestCase(DiagnosticMessageSink, test, reason) : test),
                executionMessageSink,
                executionOptions);

        // Test collections run beside each other. A case is known by its class, method and arguments, so that its result is found in any collection.
        private IEnumerable<IXunitTestCase> Grouped(IEnumerable<IXunitTestCase> testCases)
        {
            Dictionary<string, ITestClass> classes = [];
            var number = 0;
            foreach (var test in testCases)
            {
                var (method, found) = (test.TestMethod, test.TestMethod.TestClass);
                if (NameOf(found) is not (nameof(PostgreSqlConformance) or nameof(PgBouncerConformance) or nameof(CitusConformance) or nameof(StandbyConformance)))
                {
                    yield return test;
                    continue;
                }

                var name = $"{NameOf(found)} {number++ % Groups}";
                if (!classes.TryGetValue(name, out var grouped))
                {
                    classes.Add(name, grouped = new TestClass(new TestCollection(found.TestCollection.TestAssembly, null, name), found.Class));
                }

                yield return new XunitTestCase(DiagnosticMessageSink, TestMethodDisplay.ClassAndMethod, TestMethodDisplayOptions.None, new TestMethod(grouped, method.Method), test.TestMethodArguments);
            }
        }

        private static string? ReasonOfOwnServers(ITestClass tests) => tests.Class.GetCustomAttributes(typeof(OwnServersAttribute)).Any() ? TestServer.SkipReasonOfOwnServers : null;

        private static string NameOf(ITestClass tests) => tests.Class.Name.Split('.')[^1];

        private static string? ReasonToSkip(IXunitTestCase test) => TestServer.SkipReason ?? ReasonOfOwnServers(test.TestMethod.TestClass) ?? NameOf(test.TestMethod.TestClass) switch
        {
            nameof(PgBouncerConformance) => LongRun.IsOn ? PgBouncer.SkipReason : LongRun.HowToRun,
            nameof(StandbyConformance) => LongRun.IsOn ? DumpPrograms.SkipReason : LongRun.HowToRun,
            nameof(PgBouncerTests) => PgBouncer.SkipReason,
            nameof(CitusConformance) or nameof(CitusTwoHostTests) => CitusServer.SkipReason,
            nameof(DumpTests) or nameof(ShopMoveTests) => DumpPrograms.SkipReason,
            _ => null,
        };
    }

    private sealed class SkippedTestCase : XunitTestCase
    {
        private readonly string _reason = string.Empty;

        [Obsolete("For deserialization only.")]
        public SkippedTestCase()
        {
        }

        public SkippedTestCase(IMessageSink diagnostics, IXunitTestCase test, string reason)
            : base(diagnostics, TestMethodDisplay.ClassAndMethod, TestMethodDisplayOptions.None, test.TestMethod, test.TestMethodArguments) => _reason = reason;

        protected override string GetSkipReason(IAttributeInfo factAttribute) => _reason;
    }
}
