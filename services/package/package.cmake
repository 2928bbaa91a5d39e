# The Debian package of the server and its tools: `cpack -G DEB` in the build folder.
include(GNUInstallDirs)
# Only what is packaged must be built.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

install(TARGETS overstapd overstap overstap-admin RUNTIME DESTINATION bin COMPONENT server)
install(DIRECTORY data/region DESTINATION share/overstap COMPONENT server
  FILES_MATCHING PATTERN "*.textproto")
install(DIRECTORY data/taxonomy DESTINATION share/overstap COMPONENT server
  FILES_MATCHING PATTERN "*.csv")
install(FILES services/systemd/overstapd.service DESTINATION /lib/systemd/system COMPONENT server)
install(FILES services/package/overstapd.conf DESTINATION /etc/overstap COMPONENT server)
install(DIRECTORY DESTINATION /etc/overstap/credentials COMPONENT server
  DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
install(FILES README.md services/package/copyright DESTINATION share/doc/overstap
  COMPONENT server)
install(FILES services/package/lintian-overrides DESTINATION share/lintian/overrides
  RENAME overstap COMPONENT server)
# Policy wants these compressed, and without a time of their own.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/package)
function(overstap_install_compressed source destination)
  get_filename_component(name ${source} NAME)
  set(compressed ${CMAKE_BINARY_DIR}/package/${name}.gz)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
  execute_process(COMMAND gzip --best --no-name --stdout ${PROJECT_SOURCE_DIR}/${source}
    OUTPUT_FILE ${compressed} COMMAND_ERROR_IS_FATAL ANY)
  install(FILES ${compressed} DESTINATION ${destination} COMPONENT server)
endfunction()
overstap_install_compressed(services/package/changelog share/doc/overstap)
overstap_install_compressed(services/package/man/overstap.1 share/man/man1)
overstap_install_compressed(services/package/man/overstapd.8 share/man/man8)
overstap_install_compressed(services/package/man/overstap-admin.8 share/man/man8)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME overstap)
set(CPACK_PACKAGE_VENDOR "overstap")
set(CPACK_PACKAGE_CONTACT "overstap <overstap@localhost>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "labour-market matching service of a region")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL server)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_NAME overstap)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"overstap knows the job seekers, training offers and vacancies of a region and
answers which vacancy fits whom, and why, and which retraining leads to work.
This package holds the server with its systemd unit, the command line, and
overstap-admin for backup, restore and checks.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${CMAKE_CURRENT_SOURCE_DIR}/services/package/conffiles
  ${CMAKE_CURRENT_SOURCE_DIR}/services/package/postinst
  ${CMAKE_CURRENT_SOURCE_DIR}/services/package/prerm
  ${CMAKE_CURRENT_SOURCE_DIR}/services/package/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
