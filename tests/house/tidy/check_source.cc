// Applies clang-tidy's checks (.clang-tidy) and the compiler's warnings to one file of ours.
//
//   check_source precompile tests/house/tidy/precompiled.h libraries.pch compile_flags.txt
//   check_source check services/write/receipts.cc receipts.cc.checked compile_flags.txt
//   libraries.pch
//
// compile_flags.txt holds the compiler's flags, one a line. Each finding is an error, printed as
// file:line:column: error: message [check]; the exit code is then 1. A file without any gets its
// stamp (receipts.cc.checked) and beside it, for ninja, what it includes (receipts.cc.checked.d).
//
// clang-tidy's own program takes ten times as long: it applies the checks to all that a file
// includes, to drop what it finds there. Here, as in clangd, the checks see the declarations of the
// file itself alone, functions elsewhere are read without their bodies, and of the precompiled
// libraries no more is read than the file uses.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Sema/Sema.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace overstap::house {
namespace {

namespace fs = std::filesystem;

using ConsumerList = std::vector<std::unique_ptr<clang::ASTConsumer>>;
using FileSystem = llvm::IntrusiveRefCntPtr<llvm::vfs::OverlayFileSystem>;

// A function of a template is handed over where it is first used, as if it were declared there; the
// checks come to it through its template.
bool IsInstantiated(const clang::Decl& declaration) {
  const auto* function = llvm::dyn_cast<clang::FunctionDecl>(&declaration);
  return function != nullptr &&
         function->getTemplateSpecializationKind() == clang::TSK_ImplicitInstantiation;
}

// Once the file is parsed, applies the checks to its own declarations.
class OwnDeclarations : public clang::MultiplexConsumer {
 public:
  explicit OwnDeclarations(ConsumerList checks) : MultiplexConsumer(std::move(checks)) {}

  bool HandleTopLevelDecl(clang::DeclGroupRef group) override {
    for (clang::Decl* declaration : group) {
      if (IsOwn(*declaration) && !IsInstantiated(*declaration)) own_.push_back(declaration);
    }
    return MultiplexConsumer::HandleTopLevelDecl(group);
  }

  bool shouldSkipFunctionBody(clang::Decl* declaration) override { return !IsOwn(*declaration); }

  void HandleTranslationUnit(clang::ASTContext& context) override {
    context.setTraversalScope(own_);
    MultiplexConsumer::HandleTranslationUnit(context);
  }

 private:
  static bool IsOwn(const clang::Decl& declaration) {
    if (declaration.isFromASTFile()) return false;
    const clang::SourceManager& sources = declaration.getASTContext().getSourceManager();
    return sources.isWrittenInMainFile(sources.getExpansionLoc(declaration.getLocation()));
  }

  std::vector<clang::Decl*> own_;
};

class CheckAction : public clang::ASTFrontendAction {
 public:
  explicit CheckAction(clang::tidy::ClangTidyContext& context) : checks_(context) {}

 protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                        llvm::StringRef file) override {
    compiler.getFrontendOpts().SkipFunctionBodies = true;
    ConsumerList checks;
    checks.push_back(checks_.createASTConsumer(compiler, file));
    return std::make_unique<OwnDeclarations>(std::move(checks));
  }

 private:
  clang::tidy::ClangTidyASTConsumerFactory checks_;
};

// Does at the end of the precompiled header what the compiler would leave to each file that uses
// it: to define the vtables and the functions of templates that the header needs.
class DefineWhatIsUsed : public clang::ASTConsumer {
 public:
  explicit DefineWhatIsUsed(clang::CompilerInstance& compiler) : compiler_(compiler) {}

  void HandleTranslationUnit(clang::ASTContext& /*context*/) override {
    compiler_.getSema().DefineUsedVTables();
    compiler_.getSema().PerformPendingInstantiations();
  }

 private:
  clang::CompilerInstance& compiler_;
};

class PrecompileAction : public clang::GeneratePCHAction {
 protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                        llvm::StringRef file) override {
    compiler.getFrontendOpts().SkipFunctionBodies = true;
    ConsumerList consumers;
    consumers.push_back(std::make_unique<DefineWhatIsUsed>(compiler));
    consumers.push_back(GeneratePCHAction::CreateASTConsumer(compiler, file));
    if (consumers.back() == nullptr) return nullptr;
    return std::make_unique<clang::MultiplexConsumer>(std::move(consumers));
  }
};

// The options of .clang-tidy, with the compiler's warnings among the checks and without the
// headers' findings, which are reported where the headers are checked themselves.
std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> Options() {
  clang::tidy::ClangTidyOptions ours;
  ours.Checks = "clang-diagnostic-*";
  ours.HeaderFilterRegex = "^$";
  return std::make_unique<clang::tidy::FileOptionsProvider>(
      clang::tidy::ClangTidyGlobalOptions(), clang::tidy::ClangTidyOptions::getDefaults(), ours);
}

// The compiler's command: the flags of the file `flags`, then `more`.
std::vector<std::string> Command(const std::string& flags, const std::vector<std::string>& more) {
  std::vector<std::string> command = {OVERSTAP_CLANG};
  std::ifstream in(flags);
  for (std::string flag; std::getline(in, flag);) command.push_back(flag);
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

// Runs `action` on what `command` compiles; whether it compiles.
bool Compile(std::vector<std::string> command, std::unique_ptr<clang::FrontendAction> action,
             const FileSystem& files, clang::DiagnosticConsumer* findings) {
  const llvm::IntrusiveRefCntPtr<clang::FileManager> manager(
      new clang::FileManager(clang::FileSystemOptions(), files));
  clang::tooling::ToolInvocation invocation(std::move(command), std::move(action), manager.get());
  invocation.setDiagnosticConsumer(findings);
  return invocation.run();
}

bool Precompile(const std::string& header, const std::string& output, const std::string& flags,
                const FileSystem& files) {
  return Compile(Command(flags, {"-xc++-header", header, "-o", output, "-MD", "-MT", output, "-MF",
                                 output + ".d", "-fpch-instantiate-templates"}),
                 std::make_unique<PrecompileAction>(), files, nullptr);
}

// Whether there are no findings; those that there are, are printed.
bool Check(const std::string& source, const std::string& stamp, const std::string& flags,
           const std::string& precompiled, const FileSystem& files) {
  clang::tidy::ClangTidyContext context(Options());
  clang::tidy::ClangTidyDiagnosticConsumer findings(context);
  clang::DiagnosticsEngine engine(new clang::DiagnosticIDs(), new clang::DiagnosticOptions(),
                                  &findings, /*ShouldOwnClient=*/false);
  context.setDiagnosticsEngine(&engine);
  context.setCurrentFile(source);
  if (clang::tidy::ClangTidyASTConsumerFactory(context).getCheckNames().empty()) {
    std::cerr << source << ": no checks; is .clang-tidy there, and well-formed?\n";
    return false;
  }

  const bool compiled = Compile(
      Command(flags, {"-include-pch", precompiled, "-fsyntax-only", "-fno-caret-diagnostics",
                      "-MMD", "-MT", stamp, "-MF", stamp + ".d", source}),
      std::make_unique<CheckAction>(context), files, &findings);
  const std::vector<clang::tidy::ClangTidyError> errors = findings.take();
  unsigned warnings = 0;
  clang::tidy::handleErrors(errors, context, clang::tidy::FB_NoFix, warnings, files);
  return compiled && errors.empty();
}

// The exit code; none if the arguments are not understood.
std::optional<int> Run(const std::vector<std::string>& arguments) {
  constexpr size_t kToPrecompile = 4;
  constexpr size_t kToCheck = 5;
  const FileSystem files(new llvm::vfs::OverlayFileSystem(llvm::vfs::getRealFileSystem()));
  if (arguments.size() == kToPrecompile && arguments[0] == "precompile") {
    return Precompile(arguments[1], arguments[2], arguments[3], files) ? EXIT_SUCCESS
                                                                       : EXIT_FAILURE;
  }
  if (arguments.size() != kToCheck || arguments[0] != "check") return std::nullopt;
  const std::string& stamp = arguments[2];
  fs::create_directories(fs::path(stamp).parent_path());
  if (!Check(arguments[1], stamp, arguments[3], arguments[4], files)) return EXIT_FAILURE;
  return std::ofstream(stamp).good() ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace overstap::house

int main(int argc, char** argv) {
  constexpr int kUsageError = 2;
  const std::optional<int> code =
      overstap::house::Run(std::vector<std::string>(argv + 1, argv + argc));
  if (!code.has_value()) {
    std::cerr << "usage: check_source precompile HEADER OUTPUT FLAGS\n"
                 "       check_source check SOURCE STAMP FLAGS PRECOMPILED\n";
  }
  return code.value_or(kUsageError);
}
