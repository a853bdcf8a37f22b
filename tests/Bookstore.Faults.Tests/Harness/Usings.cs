global using Bookstore.Crash;
global using Bookstore.Samples;

// What is done here to processes, files and disks is done on Linux.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
