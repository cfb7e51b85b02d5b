@echo off
rem Runs Parley in the foreground on Windows; Ctrl-C ends it. The settings are those of bin/parley: see
rem docs/reference/configuration.md. Whoever wants a service gives this file to a service wrapper.
setlocal EnableExtensions DisableDelayedExpansion

for %%i in ("%~dp0..") do set "home=%%~fi"

rem Settings files hold KEY=value lines; what the environment has already wins.
if not defined PARLEY_DATA if exist "%home%\etc\parley.conf" (
  for /f "usebackq eol=# tokens=1,* delims==" %%a in ("%home%\etc\parley.conf") do if "%%a"=="PARLEY_DATA" set "PARLEY_DATA=%%b"
)
if not defined PARLEY_DATA set "PARLEY_DATA=%home%\data"
if not exist "%PARLEY_DATA%" mkdir "%PARLEY_DATA%"
if not exist "%PARLEY_DATA%" (
  echo parley: The data directory "%PARLEY_DATA%" cannot be made. Set PARLEY_DATA. 1>&2
  exit /b 1
)
for %%i in ("%PARLEY_DATA%") do set "data=%%~fi"
call :read "%data%\parley.conf"
call :read "%home%\etc\parley.conf"
if not exist "%data%\log" mkdir "%data%\log"
if not exist "%data%\tmp" mkdir "%data%\tmp"

set "http_host=127.0.0.1"
if defined PARLEY_HTTP_HOST set "http_host=%PARLEY_HTTP_HOST%"
set "http_port=8181"
if defined PARLEY_HTTP_PORT set "http_port=%PARLEY_HTTP_PORT%"
set /a "shell_port=http_port - 80" >nul 2>&1
if %shell_port% lss 1024 set "shell_port=8101"
if defined PARLEY_SHELL_PORT set "shell_port=%PARLEY_SHELL_PORT%"

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
set "java_version="
rem Through a file: a command in "for /f" that starts with a quotation mark loses it.
"%java%" -version >"%data%\tmp\java" 2>&1
for /f "usebackq tokens=1-3" %%a in ("%data%\tmp\java") do if "%%b"=="version" for /f "delims=.-+" %%m in ("%%~c") do set "java_version=%%m"
if not defined java_version (
  echo parley: Java 17 or later is needed, and there is none. Set JAVA_HOME. 1>&2
  exit /b 1
)
if %java_version% lss 17 (
  echo parley: Java 17 or later is needed; this is version %java_version%. Set JAVA_HOME. 1>&2
  exit /b 1
)

rem Karaf keeps copies of the bundles that it started with: when the installation is another one, they go.
type nul >"%data%\tmp\installation"
for /r "%home%\system" %%f in (*.jar) do >>"%data%\tmp\installation" echo %%~tzf %%f
for %%f in ("%home%\etc\*") do >>"%data%\tmp\installation" echo %%~tzf %%f
fc /b "%data%\tmp\installation" "%data%\karaf\installation.bat.txt" >nul 2>&1 || (
  if exist "%data%\karaf" rmdir /s /q "%data%\karaf"
  mkdir "%data%\karaf"
  copy /y "%data%\tmp\installation" "%data%\karaf\installation.bat.txt" >nul
)

rem The same files are read by bin/parley.
set options="@%home%\etc\jvm.options"
if %java_version% geq 18 if %java_version% leq 23 set options=%options% "@%home%\etc\jvm-18-23.options"
if %java_version% geq 22 set options=%options% "@%home%\etc\jvm-22.options"
if %java_version% geq 23 set options=%options% "@%home%\etc\jvm-23.options"

for /r "%home%\lib\endorsed" %%j in (org.apache.karaf.specs.locator-*.jar) do set "locator=%%j"
for /r "%home%\system\org\parley\parley-core-operation" %%j in (*.jar) do set "check=%%j"

echo Parley starts; its data is in "%data%"
"%java%" %options% "-Djava.io.tmpdir=%data%\tmp" "-Djava.util.logging.config.file=%home%\etc\java.util.logging.properties" "-Dkaraf.home=%home%" "-Dkaraf.base=%home%" "-Dkaraf.etc=%home%\etc" "-Dkaraf.data=%data%\karaf" "-Dkaraf.log=%data%\log" "-Dkaraf.instances=%data%\karaf" "-Dkaraf.lock.dir=%data%" "-Dparley.http.host=%http_host%" "-Dparley.http.port=%http_port%" "-Dparley.shell.port=%shell_port%" %PARLEY_JAVA_OPTS% "-Dparley.data=%data%" -cp "%home%\lib\boot\*;%home%\lib\jdk9plus\*;%locator%;%check%" org.parley.core.operation.internal.launch.Launch org.apache.karaf.main.Main
exit /b %errorlevel%

:read
if exist %1 for /f "usebackq eol=# tokens=1,* delims==" %%a in (%1) do if not defined %%a set "%%a=%%b"
exit /b 0
